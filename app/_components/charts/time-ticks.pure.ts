const YEAR_MS = 365.25 * 24 * 3_600_000;
const TICKS_MAX = 7;

export interface TimeTick {
  at: number;
  label: string;
}

/** Where a year or a month begins, in UTC; seven at most. */
export function timeTicks(xs: readonly number[]): TimeTick[] {
  const from = xs[0] ?? 0;
  const to = xs.at(-1) ?? from;
  const stepMonths = stepOf(to - from);
  const ticks: TimeTick[] = [];
  const first = new Date(from).getUTCFullYear() * 12;
  for (let month = first; ticks.length <= TICKS_MAX; month += stepMonths) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    if (at > to) break;
    if (at >= from) ticks.push({ at, label: timeTickText(at, xs) });
  }
  return ticks;
}

function stepOf(spanMs: number): number {
  const months = (spanMs / YEAR_MS) * 12;
  return [1, 2, 3, 6, 12, 24, 60].find((step) => months / step <= TICKS_MAX) ?? 120;
}

const YEAR_TEXT = new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone: "UTC" });
const MONTH_TEXT = new Intl.DateTimeFormat("en-GB", {
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** "2031"; "Apr 2027" where less than three years are shown. */
export function timeTickText(at: number, xs: readonly number[]): string {
  const span = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
  return (span > 3.5 * YEAR_MS ? YEAR_TEXT : MONTH_TEXT).format(at);
}
