import { DAY_MS } from "./civil-day.pure";
import { nextDue } from "./next-runs.pure";
import type { Schedule } from "./schedule-spec.pure";

/** How many moments that were missed get a row each; older ones share one. */
export const MISSED_ROWS_MAX = 100;

/** The moments of a link from the one it waited for up to now. */
export interface CatchUp {
  /** The newest that has passed: it runs if its start window is still open. */
  latest: number;
  /** The ones before it that get a row each, oldest first. */
  earlier: number[];
  /** All that are older. */
  range: MissedRange | null;
  /** The first after now; null for a schedule that cannot be read. */
  next: number | null;
}

export interface MissedRange {
  from: number;
  to: number;
  count: number;
  /** How many fell on each UTC day, by day number. */
  perDay: ReadonlyMap<number, number>;
}

export interface CatchUpInput {
  schedule: Schedule;
  /** The moment the link waited for, at or before `now`. */
  nextDueAt: number;
  now: number;
}

/**
 * Walks over what has become due. It pauses after every `STEP` moments, so that a year of a short
 * interval can be walked without holding up the process.
 */
export function* walkCatchUp({
  schedule,
  nextDueAt,
  now,
}: CatchUpInput): Generator<void, CatchUp, void> {
  const recent: number[] = [];
  const older = createRange();
  let moment: number | null = nextDueAt;
  for (let walked = 1; moment !== null && moment <= now; walked += 1) {
    recent.push(moment);
    if (recent.length > MISSED_ROWS_MAX + 1) older.add(recent.shift() ?? moment);
    moment = readNext({ schedule, after: moment });
    if (walked % STEP === 0) yield;
  }
  const latest = recent.at(-1) ?? nextDueAt;
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
  let from: number | null = null;
  let to = 0;
  let count = 0;
  const perDay = new Map<number, number>();
  return {
    add(moment: number): void {
      from ??= moment;
      to = moment;
      count += 1;
      const day = Math.floor(moment / DAY_MS);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    },
    end: (): MissedRange | null => (from === null ? null : { from, to, count, perDay }),
  };
}
