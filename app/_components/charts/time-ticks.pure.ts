const DAY_MS = 24 * 3_600_000;
const YEAR_MS = 365.25 * DAY_MS;
const TICKS_MAX = 7;
/** A shorter time has a tick at each so many days, a longer one where months or years begin. */
const MONTHS_FROM_MS = 120 * DAY_MS;

export interface TimeTick {
  at: number;
  label: string;
}

/** Where a year, a month or a day begins, in UTC; some seven at most. */
export function timeTicks(xs: readonly number[]): TimeTick[] {
  const from = xs[0] ?? 0;
  const to = xs.at(-1) ?? from;
  const starts = to - from < MONTHS_FROM_MS ? dayStarts(from, to) : monthStarts(from, to);
  return starts.map((at) => ({ at, label: timeTickText(at, xs) }));
}

/** Counted back from the last day, which is the one that matters. */
function dayStarts(from: number, to: number): number[] {
  const days = (to - from) / DAY_MS;
  const step = [1, 2, 7, 14].find((step) => days / step <= TICKS_MAX) ?? 21;
  const starts: number[] = [];
  for (let at = Math.floor(to / DAY_MS) * DAY_MS; at >= from; at -= step * DAY_MS) starts.push(at);
  return starts.toReversed();
}

function monthStarts(from: number, to: number): number[] {
  const months = ((to - from) / YEAR_MS) * 12;
  const step = [1, 2, 3, 6, 12, 24, 60].find((step) => months / step <= TICKS_MAX) ?? 120;
  const starts: number[] = [];
  const first = new Date(from).getUTCFullYear() * 12;
  for (let month = first; starts.length <= TICKS_MAX; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    if (at > to) break;
    if (at >= from) starts.push(at);
  }
  return starts;
}

const YEAR_TEXT = new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone: "UTC" });
const MONTH_TEXT = new Intl.DateTimeFormat("en-GB", {
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const DAY_TEXT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** "2031"; "Apr 2027" where less than three years are shown; "5 Nov" where it is a few months. */
export function timeTickText(at: number, xs: readonly number[]): string {
  const span = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
  if (span < MONTHS_FROM_MS) return DAY_TEXT.format(at);
  return (span > 3.5 * YEAR_MS ? YEAR_TEXT : MONTH_TEXT).format(at);
}
