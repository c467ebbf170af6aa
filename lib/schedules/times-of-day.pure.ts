import type { Cron } from "./parse-cron.pure";

/** The minutes of a matching day at which the fields match, ascending. */
export function timesOfDay(cron: Cron): readonly number[] {
  const known = timesByCron.get(cron);
  if (known !== undefined) return known;
  const times = cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute));
  timesByCron.set(cron, times);
  return times;
}

const timesByCron = new WeakMap<Cron, readonly number[]>();
