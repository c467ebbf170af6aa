const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "in 3 h", "12 min ago", "in 45 s"; under ten days, after that the date says more. */
export function toRelative({ at, now }: { at: number; now: number }): string {
  const distance = Math.abs(at - now);
  if (distance < 5 * SECOND_MS) return "now";
  const text = toSpan(distance);
  return at > now ? `in ${text}` : `${text} ago`;
}

/** To the second within the last hour, so that one sees it run: "in 12 min 5 s", "in 3 h 20 min". */
export function toCountdown({ at, now }: { at: number; now: number }): string {
  const distance = at - now;
  if (distance < MINUTE_MS || distance >= HOUR_MS) {
    return toRelative({ at, now });
  }
  const names = ["min", "s"] as const;
  return `in ${withRest({ ms: distance, unit: MINUTE_MS, rest: SECOND_MS, names })}`;
}

/** The largest unit that keeps two digits of meaning: "45 s", "12 min", "5 h", "3 d". */
export function toSpan(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 10 * HOUR_MS)
    return withRest({ ms, unit: HOUR_MS, rest: MINUTE_MS, names: ["h", "min"] });
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/** How long something took: "4.2 s", "3 min 20 s", "2 h 5 min". */
export function toDuration(ms: number): string {
  if (ms < SECOND_MS) return "under 1 s";
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(ms < 10 * SECOND_MS ? 1 : 0)} s`;
  if (ms < HOUR_MS) return withRest({ ms, unit: MINUTE_MS, rest: SECOND_MS, names: ["min", "s"] });
  return withRest({ ms, unit: HOUR_MS, rest: MINUTE_MS, names: ["h", "min"] });
}

function withRest(input: {
  ms: number;
  unit: number;
  rest: number;
  names: readonly [string, string];
}): string {
  const whole = Math.floor(input.ms / input.unit);
  const rest = Math.floor((input.ms - whole * input.unit) / input.rest);
  return rest === 0
    ? `${whole} ${input.names[0]}`
    : `${whole} ${input.names[0]} ${rest} ${input.names[1]}`;
}
