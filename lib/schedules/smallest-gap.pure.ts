import { MINUTES_PER_DAY } from "./civil-day.pure";
import { smallestDayGap } from "./cron-days.pure";
import { timesOfDay } from "./times-of-day.pure";
import type { Cron } from "./parse-cron.pure";

export interface SmallestGap {
  readonly minutes: number;
  /** Two neighbouring runs that are this close, as minutes of the day; `to` may lie a day later. */
  readonly from: number;
  readonly to: number;
}

/** On the wall clock; a day that changes its clocks may bring runs closer. */
export function smallestGap(cron: Cron): SmallestGap {
  const times = timesOfDay(cron);
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  let smallest: SmallestGap = { minutes: Infinity, from: last, to: first };
  for (let index = 1; index < times.length; index += 1) {
    const from = times[index - 1] ?? 0;
    const to = times[index] ?? 0;
    if (to - from < smallest.minutes) smallest = { minutes: to - from, from, to };
  }
  // Days are only looked at when the step over midnight could be the smallest.
  if (MINUTES_PER_DAY + first - last >= smallest.minutes) return smallest;
  const overnight = (smallestDayGap(cron) ?? Infinity) * MINUTES_PER_DAY + first - last;
  return overnight < smallest.minutes ? { minutes: overnight, from: last, to: first } : smallest;
}
