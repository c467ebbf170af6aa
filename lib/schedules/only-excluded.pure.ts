import { findExclusion, type ExclusionWindow } from "./exclusion.pure";
import { DAY_MS } from "./civil-day.pure";
import { nextDue } from "./next-runs.pure";
import type { Schedule } from "./schedule-spec.pure";

/** So far ahead, and so many runs at least, something must be left to run. */
const AHEAD_MS = 35 * DAY_MS;
const RUNS_MIN = 3;
const RUNS_MAX = 2_000;

interface Watched {
  schedule: Schedule;
  windows: readonly ExclusionWindow[];
  now: number;
}

/**
 * Whether every run of the next five weeks, and of the next three, falls into a window. Not so for
 * a schedule that cannot be read: it has no runs at all.
 */
export function isOnlyExcluded(input: Watched): boolean {
  try {
    return hasOnlyExcluded(input);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function hasOnlyExcluded(input: Watched): boolean {
  const { schedule, windows, now } = input;
  let after = now;
  for (let runs = 0; runs < RUNS_MAX; runs += 1) {
    const moment = nextDue({ schedule, after });
    if (runs >= RUNS_MIN && moment > now + AHEAD_MS) return true;
    const exclusion = findExclusion({ windows, at: moment });
    if (!exclusion) return false;
    // What lies in the same window is excluded as well.
    const window = windows.find(({ name }) => name === exclusion.name);
    after = Math.max(moment, exclusion.startsAt + (window?.durationMs ?? 0) - 1);
  }
  return true;
}
