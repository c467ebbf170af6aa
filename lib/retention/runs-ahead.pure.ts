import type { EpochMs } from "../clock";
import { nextDue } from "../schedules/next-runs.pure";
import type { Schedule } from "../schedules/schedule-spec.pure";

export interface RunsAheadInput {
  schedules: readonly Schedule[];
  after: EpochMs;
  /** The last moment looked at. */
  until: EpochMs;
  /** At most so many in all. */
  limit: number;
}

/** Runs between two pauses of a search in slices. */
const SLICE = 500;

/** The moments at which an instance is backed up; schedules that coincide share one. */
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
    .map((schedule) => ({ schedule, next: dueAfter(schedule, after) }))
    .filter(({ next }) => next <= until);
  const runs: EpochMs[] = [];
  while (runs.length < limit) {
    let next = Number.POSITIVE_INFINITY;
    for (const head of heads) next = Math.min(next, head.next);
    if (next > until) break;
    runs.push(next);
    for (const head of heads) {
      if (head.next === next) head.next = dueAfter(head.schedule, next);
    }
    if (runs.length % SLICE === 0) yield;
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
