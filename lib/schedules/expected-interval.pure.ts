import { HOUR_MS, MINUTE_MS } from "./civil-day.pure";
import { parseSpec } from "./schedule-spec.pure";
import { smallestGap } from "./smallest-gap.pure";

/** The shortest time between two runs on the wall clock; Infinity if there is only one, ever. */
export function expectedIntervalMs({ cron }: { cron: string }): number {
  const known = parseSpec(cron);
  if (!known.ok) throw new RangeError(`A stored schedule is unreadable: ${known.problem.message}`);
  return smallestGap(known.value).minutes * MINUTE_MS;
}

/** How long after its due moment a backup may still be started. */
export function startWindowMs(schedule: { cron: string }): number {
  return Math.min(START_WINDOW_MAX_MS, expectedIntervalMs(schedule));
}

const START_WINDOW_MAX_MS = 4 * HOUR_MS;
