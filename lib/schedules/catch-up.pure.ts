import { DAY_MS } from "./civil-day.pure";
import { findExclusion } from "./exclusion.pure";
import type { ExclusionWindow } from "./exclusion.pure";
import { nextDue } from "./next-runs.pure";
import type { Schedule } from "./schedule-spec.pure";

/** How many moments that were missed get a row each; older ones share one. */
export const MISSED_ROWS_MAX = 100;
/** The same where AWS fired them meanwhile: each is looked for. */
export const FIRED_ROWS_MAX = 1_000;

/** The moments of a link from the one it waited for up to now. */
export interface CatchUp {
  /** The newest that has passed: it runs if its start window is still open. */
  latest: number;
  /** The ones before it that get a row each, oldest first. */
  earlier: PassedMoment[];
  /** All that are older. */
  range: MissedRange | null;
  /** The first after now; null for a schedule that cannot be read. */
  next: number | null;
}

export interface PassedMoment {
  dueAt: number;
  /** The exclusion window it lay in: it was not to run. */
  excludedBy: string | null;
}

export interface MissedRange {
  /** The first of them that was missed; the first of all where an exclusion window covers each. */
  from: number;
  to: number;
  count: number;
  /** How many were missed on each UTC day, by day number. */
  missedPerDay: ReadonlyMap<number, number>;
  /** How many lay in exclusion windows. */
  skippedPerDay: ReadonlyMap<number, number>;
}

export interface CatchUpInput {
  schedule: Schedule;
  /** The moment the link waited for, at or before `now`. */
  nextDueAt: number;
  now: number;
  /** Those that hold for the schedule. */
  windows: readonly ExclusionWindow[];
  /** How many moments before the newest get a row each. */
  rowsMax?: number;
}

/**
 * Walks over what has become due. It pauses after every `STEP` moments, so that a year of a short
 * interval can be walked without holding up the process.
 */
export function* walkCatchUp({
  schedule,
  nextDueAt,
  now,
  windows,
  rowsMax = MISSED_ROWS_MAX,
}: CatchUpInput): Generator<void, CatchUp, void> {
  const recent: PassedMoment[] = [];
  const older = createRange();
  let moment: number | null = nextDueAt;
  for (let walked = 1; moment !== null && moment <= now; walked += 1) {
    const passed = {
      dueAt: moment,
      excludedBy: findExclusion({ windows, at: moment })?.name ?? null,
    };
    recent.push(passed);
    if (recent.length > rowsMax + 1) older.add(recent.shift() ?? passed);
    moment = readNext({ schedule, after: moment });
    if (walked % STEP === 0) yield;
  }
  const latest = recent.at(-1)?.dueAt ?? nextDueAt;
  return { latest, earlier: recent.slice(0, -1), range: older.end(), next: moment };
}

/** In one go, for a few links. */
export function catchUp(input: CatchUpInput): CatchUp {
  const walk = walkCatchUp(input);
  for (;;) {
    const step = walk.next();
    if (step.done) return step.value;
  }
}

/** About a millisecond of work. */
const STEP = 250;

function readNext(input: { schedule: Schedule; after: number }): number | null {
  try {
    return nextDue(input);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function createRange() {
  const all: { from: number | null; to: number; count: number } = { from: null, to: 0, count: 0 };
  let firstMissed: number | null = null;
  const missedPerDay = new Map<number, number>();
  const skippedPerDay = new Map<number, number>();
  return {
    add({ dueAt, excludedBy }: PassedMoment): void {
      all.from ??= dueAt;
      all.to = dueAt;
      all.count += 1;
      if (excludedBy === null) firstMissed ??= dueAt;
      const perDay = excludedBy === null ? missedPerDay : skippedPerDay;
      const day = Math.floor(dueAt / DAY_MS);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    },
    end: (): MissedRange | null =>
      all.from === null
        ? null
        : { ...all, from: firstMissed ?? all.from, missedPerDay, skippedPerDay },
  };
}
