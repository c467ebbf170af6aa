import type { EpochMs } from "../clock";
import { exclusionWalk } from "../schedules/exclusion-walk.pure";
import type { ExclusionWindow } from "../schedules/exclusion.pure";
import { nextDue } from "../schedules/next-runs.pure";
import type { Schedule } from "../schedules/schedule-spec.pure";

/** A schedule, and the exclusion windows that hold for it. */
export interface RunSource extends Schedule {
  windows: readonly ExclusionWindow[];
}

export interface RunsAheadInput {
  schedules: readonly RunSource[];
  after: EpochMs;
  /** The last moment looked at. */
  until: EpochMs;
  /** At most so many moments are looked at in all, those that windows exclude too. */
  limit: number;
}

/** Moments between two pauses of a search in slices. */
const SLICE = 500;

/**
 * The moments at which an instance is backed up; schedules that coincide share one, which is left
 * out only where each of them excludes it.
 */
export function runsAhead(input: RunsAheadInput): EpochMs[] {
  const steps = runsInSlices(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `runsAhead`, giving way now and then. */
export function* runsInSlices(input: RunsAheadInput): Generator<void, EpochMs[]> {
  const { schedules, after, until, limit } = input;
  const heads = schedules
    .map((schedule) => ({
      schedule,
      excludedUntil: exclusionWalk(schedule.windows),
      next: dueAfter(schedule, after),
    }))
    .filter(({ next }) => next <= until);
  const runs: EpochMs[] = [];
  for (let looked = 1; looked <= limit; looked += 1) {
    let next = Number.POSITIVE_INFINITY;
    for (const head of heads) next = Math.min(next, head.next);
    if (next > until) break;
    let isFree = false;
    for (const head of heads) {
      if (head.next !== next) continue;
      const excludedUntil = head.excludedUntil(next);
      isFree ||= excludedUntil === null;
      // What lies in the same window is excluded as well.
      head.next = dueAfter(head.schedule, Math.max(next, (excludedUntil ?? 0) - 1));
    }
    if (isFree) runs.push(next);
    if (looked % SLICE === 0) yield;
  }
  return runs;
}

/** Never, where the stored text cannot be read: a page must still open. */
function dueAfter(schedule: Schedule, after: EpochMs): EpochMs {
  try {
    return nextDue({ schedule, after });
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
