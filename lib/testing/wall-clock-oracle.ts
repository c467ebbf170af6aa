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
  const { cron, zone, fromMs, toMs } = input;
  const matches = readCron(cron);
  const stretches = walkStretches({ zone, fromMs: fromMs - 4 * DAY, toMs: toMs + 4 * DAY });
  const due = new Set<number>();
  // No zone is further than 15 hours from UTC, and none has skipped more than a day.
  const first = Math.floor((fromMs - 2 * DAY) / MINUTE) * MINUTE;
  for (let wall = first; wall <= toMs + 2 * DAY; wall += MINUTE) {
    if (!matches.minute(wall)) continue;
    for (const at of momentsOf({ wall, stretches, hours: matches.hours })) {
      if (at > fromMs && at <= toMs) due.add(at);
    }
  }
  return [...due].toSorted((a, b) => a - b);
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
  const shown = stretches
    .map((stretch) => ({ stretch, at: wall - stretch.ahead }))
    .filter(({ stretch, at }) => at >= stretch.start && at < stretch.end)
    .map(({ at }) => at);
  if (shown.length > 0) return hours === "fixed" ? [Math.min(...shown)] : shown;
  if (hours === "every") return [];
  const after = stretches.find(
    (stretch, index) =>
      wall < stretch.start + stretch.ahead &&
      index > 0 &&
      wall >= stretch.start + (stretches[index - 1]?.ahead ?? 0),
  );
  return after === undefined ? [] : [after.start];
}

function readCron(cron: string): { minute: (wall: number) => boolean; hours: Hours } {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.trim().split(/\s+/);
  const minutes = readField({ text: minute, min: 0, max: 59, names: "" });
  const hours = readField({ text: hour, min: 0, max: 23, names: "" });
  const days = readField({ text: day, min: 1, max: 31, names: "" });
  const months = readField({ text: month, min: 1, max: 12, names: `---${MONTH_NAMES}` });
  const weekdays = readField({ text: weekday, min: 0, max: 7, names: DAY_NAMES });
  if (weekdays.has(7)) weekdays.add(0);
  const last = day.split(",").some((part) => part === "L");
  const onlyOneRestricted = day.includes("*") || weekday.includes("*");
  const onDay = (date: Date): boolean => {
    const tomorrow = new Date(date.getTime() + DAY);
    const byDay = days.has(date.getUTCDate()) || (last && tomorrow.getUTCDate() === 1);
    const byWeekday = weekdays.has(date.getUTCDay());
    return onlyOneRestricted ? byDay && byWeekday : byDay || byWeekday;
  };
  return {
    hours: hours.size === 24 ? "every" : /\/(?!1(,|$))/.test(hour) ? "step" : "fixed",
    minute: (wall) => {
      if (!minutes.has((((wall / MINUTE) % 60) + 60) % 60)) return false;
      const date = new Date(wall);
      return hours.has(date.getUTCHours()) && months.has(date.getUTCMonth() + 1) && onDay(date);
    },
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
  for (let at = start; at < input.toMs; at += LOOK) {
    const before = ahead(at);
    if (ahead(at + LOOK) === before) continue;
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
  stretches.push({ start, end: Infinity, ahead: ahead(Math.max(start, input.toMs + LOOK)) });
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
