import {
  CALENDAR_CYCLE_DAYS,
  daysInMonth,
  toCivilDate,
  toDayNumber,
  weekdayOf,
} from "./civil-day.pure";
import type { CivilDate } from "./civil-day.pure";
import type { Cron } from "./parse-cron.pure";

/** The first matching day at or after `dayNumber`; null when the calendar holds none, ever. */
export function findMatchingDay({
  cron,
  dayNumber,
}: {
  cron: Cron;
  dayNumber: number;
}): number | null {
  const limit = dayNumber + CALENDAR_CYCLE_DAYS;
  for (let day = dayNumber; day <= limit;) {
    const date = toCivilDate(day);
    const inMonth = (cron.monthMask >>> date.month) & 1 ? findInMonth({ cron, day, date }) : null;
    if (inMonth !== null) return inMonth;
    day = toDayNumber({
      year: date.month === 12 ? date.year + 1 : date.year,
      month: date.month === 12 ? 1 : date.month + 1,
      day: 1,
    });
  }
  return null;
}

/** The smallest distance between two matching days; null when no day, or only one, matches. */
export function smallestDayGap(cron: Cron): number | null {
  let smallest: number | null = null;
  let previous = findMatchingDay({ cron, dayNumber: ANY_DAY });
  while (previous !== null && previous < ANY_DAY + CALENDAR_CYCLE_DAYS) {
    const next = findMatchingDay({ cron, dayNumber: previous + 1 });
    if (next === null) return smallest;
    smallest = Math.min(smallest ?? Infinity, next - previous);
    if (smallest === 1 || (smallest <= 366 && next > ANY_DAY + EVERY_PAIR_OF_YEARS_DAYS)) break;
    previous = next;
  }
  return smallest;
}

function findInMonth(input: { cron: Cron; day: number; date: CivilDate }): number | null {
  const { cron, day, date } = input;
  const lastDay = daysInMonth(date);
  const weekday = weekdayOf(day);
  for (let offset = 0; date.day + offset <= lastDay; offset += 1) {
    const dayOfMonth = date.day + offset;
    const byDay =
      ((cron.dayMask >>> dayOfMonth) & 1) === 1 || (cron.lastDay && dayOfMonth === lastDay);
    const byWeekday = ((cron.weekdayMask >>> ((weekday + offset) % 7)) & 1) === 1;
    if (cron.eitherDay ? byDay || byWeekday : byDay && byWeekday) return day + offset;
  }
  return null;
}

const ANY_DAY = toDayNumber({ year: 2001, month: 1, day: 1 });

/** In 28 years each kind of year (leap or not, its weekday) meets each that can follow it. */
const EVERY_PAIR_OF_YEARS_DAYS = 29 * 366;
