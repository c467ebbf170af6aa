import { bitsOf, toAwsField } from "./aws-field.pure";
import type { Cron } from "../schedules/parse-cron.pure";

/** Day of the month, month and weekday of one expression of AWS's: exactly one `?`. */
export interface AwsDays {
  days: string;
  months: string;
  weekdays: string;
}

/**
 * The days of a schedule as AWS writes them: together they are its days and no others. AWS takes
 * either days of the month or weekdays: an OR becomes two expressions, and a day that is in both
 * comes twice, which no grammar of AWS's avoids. Where both must match, whole weeks of a month are
 * `weekday#week`; null for what that cannot express, empty for a schedule without any day.
 */
export function toAwsDays(cron: Cron): AwsDays[] | null {
  const parts: Part[] = [];
  for (const { monthMask, length } of MONTH_LENGTHS) {
    const months = cron.monthMask & monthMask;
    const found = months === 0 ? [] : partsOf({ cron, length });
    if (found === null) return null;
    for (const part of found) addPart(parts, { ...part, months, length });
  }
  return parts.filter((part) => part.kind !== "days" || part.mask !== 0).map(toText);
}

/** `days`: bit n is day n; `nth`: AWS's text. */
type DayPart =
  | { kind: "days"; mask: number }
  | { kind: "last" }
  | { kind: "weekdays"; mask: number }
  | { kind: "nth"; text: string };

/** Of months that are at most `length` days long. */
type Part = DayPart & { months: number; length: number };

function partsOf({ cron, length }: { cron: Cron; length: number }): DayPart[] | null {
  const { days, last } = ownDays({ cron, length });
  const everyDay = days === lowBits(length);
  const everyWeekday = cron.weekdayMask === EVERY_WEEKDAY;
  const byDay: DayPart[] = everyDay ? [EVERY_DAY] : [{ kind: "days", mask: days }];
  if (last) byDay.push({ kind: "last" });
  const byWeekday: DayPart = { kind: "weekdays", mask: cron.weekdayMask };
  if (everyDay && everyWeekday) return [EVERY_DAY];
  if (cron.eitherDay) return everyDay || everyWeekday ? [EVERY_DAY] : [...byDay, byWeekday];
  if (everyWeekday) return byDay;
  if (everyDay) return [byWeekday];
  return last ? null : wholeWeeks({ cron, days, length });
}

/** The days of the month, and whether its last one comes beside them, never among them. */
function ownDays({ cron, length }: { cron: Cron; length: number }) {
  const days = cron.dayMask & lowBits(length);
  if (!cron.lastDay) return { days, last: false };
  if (length > FEBRUARY) return { days, last: ((days >>> length) & 1) === 0 };
  // February ends on the 28th or 29th: with the 28th given, the 29th is the rest of its last days.
  if ((days >>> 28) & 1) return { days: days | (1 << FEBRUARY), last: false };
  return { days: days & ~(1 << FEBRUARY), last: true };
}

/** Weekdays of days 1–7, 8–14 …: `2#1` is the first Monday. Null where days split a week. */
function wholeWeeks(input: { cron: Cron; days: number; length: number }): DayPart[] | null {
  const parts: DayPart[] = [];
  for (let week = 1; week <= 5; week += 1) {
    const whole = lowBits(Math.min(week * 7, input.length)) & ~lowBits(week * 7 - 7);
    const given = input.days & whole;
    if (given === 0) continue;
    if (given !== whole) return null;
    for (const weekday of bitsOf(input.cron.weekdayMask)) {
      parts.push({ kind: "nth", text: `${weekday + 1}#${week}` });
    }
  }
  return parts;
}

/** Joins it with what says the same of other months; days that a month does not have may differ. */
function addPart(parts: Part[], added: Part): void {
  for (const part of parts) {
    const joined = join(part, added);
    if (joined === null) continue;
    Object.assign(part, joined);
    return;
  }
  parts.push({ ...added });
}

function join(one: Part, other: Part): Partial<Part> | null {
  const months = one.months | other.months;
  if (one.kind === "days" && other.kind === "days") {
    const mask = one.mask | other.mask;
    const same = [one, other].every((part) => ((mask ^ part.mask) & lowBits(part.length)) === 0);
    return same ? { mask, months, length: Math.max(one.length, other.length) } : null;
  }
  return one.kind === other.kind && textOf(one) === textOf(other) ? { months } : null;
}

function toText(part: Part): AwsDays {
  const months = toAwsField({ values: bitsOf(part.months), count: 12 });
  const text = textOf(part);
  return part.kind === "days" || part.kind === "last"
    ? { days: text, months, weekdays: "?" }
    : { days: "?", months, weekdays: text };
}

function textOf(part: DayPart): string {
  if (part.kind === "last") return "L";
  if (part.kind === "nth") return part.text;
  const values = bitsOf(part.mask);
  if (part.kind === "days") return toAwsField({ values, count: 31 });
  return toAwsField({ values: values.map((weekday) => weekday + 1), count: 7 });
}

/** Bits 1 to n. */
function lowBits(n: number): number {
  return (2 ** (n + 1) - 2) | 0;
}

const FEBRUARY = 29;
/** By the most days they have; the longest first, whose days the others may borrow. */
const MONTH_LENGTHS = [
  { length: 31, monthMask: 0b1_0101_1010_1010 },
  { length: 30, monthMask: 0b0_1010_0101_0000 },
  { length: FEBRUARY, monthMask: 0b100 },
] as const;
const EVERY_WEEKDAY = 0b111_1111;
const EVERY_DAY: DayPart = { kind: "days", mask: lowBits(31) };
