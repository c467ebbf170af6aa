/**
 * The due moments of a crontab text, found by walking every minute of the wall clock. Written from
 * the rule alone and slow on purpose: it shares no code, no cache and no idea with lib/schedules.
 *
 * The rule. A minute of the wall clock that matches the fields is due when the clock shows it.
 * When the clocks change, by the text of the hour field:
 * - every hour: whenever the clock shows it, twice if it is shown twice, never if it is skipped;
 * - with a step (of two or more): twice if shown twice; if skipped, at the first instant after the gap;
 * - anything else: the first time only; if skipped, at the first instant after the gap.
 */
export function oracleDue(input: {
  cron: string;
  zone: string;
  /** Exclusive. */
  fromMs: number;
  /** Inclusive. */
  toMs: number;
}): number[] {
  return createOracle(input).due(input);
}

/** For many spans of one zone that lie between two instants: its clock is looked at once. */
export function createOracle(known: { zone: string; fromMs: number; toMs: number }) {
  const { zone } = known;
  const stretches = walkStretches({
    zone,
    fromMs: known.fromMs - 4 * DAY,
    toMs: known.toMs + 4 * DAY,
  });
  const read = new Map<string, ReturnType<typeof readCron>>();
  return {
    /** After `fromMs`, up to and including `toMs`. */
    due: ({ cron, fromMs, toMs }: { cron: string; fromMs: number; toMs: number }): number[] => {
      const matches = read.get(cron) ?? readCron(cron);
      read.set(cron, matches);
      const near = stretches.filter(
        ({ start, end }) => end > fromMs - 3 * DAY && start < toMs + 3 * DAY,
      );
      const due = new Set<number>();
      // No zone is further than 15 hours from UTC, and none has skipped more than a day.
      const first = Math.floor(fromMs / DAY) * DAY - 2 * DAY;
      for (let day = first; day <= toMs + 2 * DAY; day += DAY) {
        if (!matches.day(new Date(day))) continue;
        for (let minute = 0; minute < 1_440; minute += 1) {
          if (!matches.minuteOfDay[minute]) continue;
          const wall = day + minute * MINUTE;
          for (const at of momentsOf({ wall, stretches: near, hours: matches.hours })) {
            if (at > fromMs && at <= toMs) due.add(at);
          }
        }
      }
      return [...due].toSorted((a, b) => a - b);
    },
    /** The instants at which the zone's offset changes. */
    changes: stretches.slice(1).map(({ start }) => start),
  };
}

/** The instants between two others at which the zone's offset changes. */
export function oracleChanges(input: { zone: string; fromMs: number; toMs: number }): number[] {
  return walkStretches(input)
    .slice(1)
    .map((stretch) => stretch.start);
}

type Hours = "every" | "step" | "fixed";

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly ahead: number;
}

function momentsOf(input: { wall: number; stretches: readonly Stretch[]; hours: Hours }): number[] {
  const { wall, stretches, hours } = input;
  const shown: number[] = [];
  let made: number | null = null;
  let before: Stretch | null = null;
  for (const stretch of stretches) {
    const at = wall - stretch.ahead;
    if (at >= stretch.start && at < stretch.end) shown.push(at);
    // Passed over: earlier than this stretch first shows, and no earlier than the one before ended.
    const skips = before !== null && wall >= stretch.start + before.ahead;
    if (skips && wall < stretch.start + stretch.ahead) made ??= stretch.start;
    before = stretch;
  }
  if (shown.length > 0) return hours === "fixed" ? [Math.min(...shown)] : shown;
  return hours === "every" || made === null ? [] : [made];
}

function readCron(cron: string): {
  day: (date: Date) => boolean;
  minuteOfDay: readonly boolean[];
  hours: Hours;
} {
  const [minute = "", hour = "", dayOfMonth = "", month = "", weekday = ""] = cron
    .trim()
    .split(/\s+/);
  const minutes = readField({ text: minute, min: 0, max: 59, names: "" });
  const hours = readField({ text: hour, min: 0, max: 23, names: "" });
  const days = readField({ text: dayOfMonth, min: 1, max: 31, names: "" });
  const months = readField({ text: month, min: 1, max: 12, names: `---${MONTH_NAMES}` });
  const weekdays = readField({ text: weekday, min: 0, max: 7, names: DAY_NAMES });
  if (weekdays.has(7)) weekdays.add(0);
  const last = dayOfMonth.split(",").some((part) => part === "L");
  const onlyOneRestricted = dayOfMonth.includes("*") || weekday.includes("*");
  const onDay = (date: Date): boolean => {
    const tomorrow = new Date(date.getTime() + DAY);
    const byDay = days.has(date.getUTCDate()) || (last && tomorrow.getUTCDate() === 1);
    const byWeekday = weekdays.has(date.getUTCDay());
    return onlyOneRestricted ? byDay && byWeekday : byDay || byWeekday;
  };
  const minuteOfDay = Array.from(
    { length: 1_440 },
    (_, minute) => minutes.has(minute % 60) && hours.has(Math.floor(minute / 60)),
  );
  return {
    hours: hours.size === 24 ? "every" : /\/(?!1(,|$))/.test(hour) ? "step" : "fixed",
    day: (date) => months.has(date.getUTCMonth() + 1) && onDay(date),
    minuteOfDay,
  };
}

function readField(input: { text: string; min: number; max: number; names: string }): Set<number> {
  const { text, min, max, names } = input;
  const read = (word: string) => (/^\d+$/.test(word) ? Number(word) : names.indexOf(word) / 3);
  const found = new Set<number>();
  for (const part of text.split(",").filter((word) => word !== "L")) {
    const [range = "", step = "1"] = part.split("/");
    const [from = "", to = from] = range.split("-");
    const start = range === "*" ? min : read(from);
    let end = range === "*" ? max : read(to);
    if (end < start && to === "SUN") end = 7;
    for (let value = start; value <= end; value += Number(step)) found.add(value);
  }
  return found;
}

/** Looks at the zone's clock every six hours and halves down to the second of each change. */
function walkStretches(input: { zone: string; fromMs: number; toMs: number }): Stretch[] {
  const ahead = clockReader(input.zone);
  const stretches: Stretch[] = [];
  let start = Math.floor(input.fromMs / MINUTE) * MINUTE;
  let next = ahead(start);
  for (let at = start; at < input.toMs; at += LOOK) {
    const before = next;
    next = ahead(at + LOOK);
    if (next === before) continue;
    let low = at / 1_000;
    let high = (at + LOOK) / 1_000;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (ahead(middle * 1_000) === before) low = middle;
      else high = middle;
    }
    stretches.push({ start, end: high * 1_000, ahead: before });
    start = high * 1_000;
  }
  // As it was where it was looked at last: later there may be another change.
  stretches.push({ start, end: Infinity, ahead: next });
  return stretches;
}

/** How far the wall clock is ahead of UTC, read from its face: year to second. */
function clockReader(zone: string): (at: number) => number {
  const known = readers.get(zone);
  if (known !== undefined) return known;
  const face = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const reader = (at: number) => {
    const second = Math.floor(at / 1_000) * 1_000;
    const [month = 0, day = 0, year = 0, ...time] = (face.format(second).match(/\d+/g) ?? []).map(
      Number,
    );
    const [hours = 0, minutes = 0, seconds = 0] = time;
    return Date.UTC(year, month - 1, day, hours, minutes, seconds) - second;
  };
  readers.set(zone, reader);
  return reader;
}

const readers = new Map<string, (at: number) => number>();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LOOK = 6 * 60 * MINUTE;
const MONTH_NAMES = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
const DAY_NAMES = "SUNMONTUEWEDTHUFRISAT";
