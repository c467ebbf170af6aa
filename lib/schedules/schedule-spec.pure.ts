import { findMatchingDay } from "./cron-days.pure";
import { parseCron } from "./parse-cron.pure";
import type { Cron } from "./parse-cron.pure";
import { toCronText } from "./preset-cron.pure";
import { findPreset, SCHEDULE_WORDS } from "./preset.pure";
import type { SchedulePreset } from "./preset.pure";
import { parsed, refused } from "./schedule-problem.pure";
import type { Parsed } from "./schedule-problem.pure";
import { smallestGap } from "./smallest-gap.pure";
import { parseTimeZone } from "./time-zone.pure";

export const SMALLEST_INTERVAL_MINUTES = 5;

/** What decides every due moment, as it is stored. */
export interface Schedule {
  /** Canonical five-field cron: one text for one meaning. */
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
}

export interface ParsedSchedule extends Schedule {
  /** The form that shows this schedule; null for plain cron. Follows from the text alone. */
  readonly preset: SchedulePreset | null;
}

/** A preset, one of the words, or five cron fields. */
export type ScheduleSpec = SchedulePreset | string;

export function parseSchedule({
  spec,
  zone,
}: {
  spec: ScheduleSpec;
  zone: string;
}): Parsed<ParsedSchedule> {
  const cron = parseSpec(spec);
  if (!cron.ok) return cron;
  const name = parseTimeZone(zone);
  if (!name.ok) return name;
  const { text } = cron.value;
  return parsed({ cron: text, zone: name.value, preset: findPreset(text) });
}

/** As `parseSchedule`, without the zone: for a field that is still being typed. */
export function parseSpec(spec: ScheduleSpec): Parsed<Cron> {
  const text = typeof spec === "string" ? parsed(fromWord(spec)) : toCronText(spec);
  if (!text.ok) return text;
  const cron = parseCron(text.value);
  return cron.ok ? requireRuns(cron.value) : cron;
}

function fromWord(text: string): string {
  const word = Object.entries(SCHEDULE_WORDS).find(([name]) => name === text.trim().toLowerCase());
  const known = word === undefined ? null : toCronText(word[1]);
  return known?.ok ? known.value : text;
}

function requireRuns(cron: Cron): Parsed<Cron> {
  if (findMatchingDay({ cron, dayNumber: 0 }) === null) {
    return refused({ field: "dayOfMonth", message: NEVER });
  }
  const gap = smallestGap(cron);
  if (gap.minutes >= SMALLEST_INTERVAL_MINUTES) return parsed(cron);
  const minutes = gap.minutes === 1 ? "1 minute" : `${gap.minutes} minutes`;
  return refused({
    field: "minute",
    message: `Minute: the runs at ${clock(gap.from)} and ${clock(gap.to)} are only ${minutes} apart, and ${SMALLEST_INTERVAL_MINUTES} is the smallest interval. A step that divides 60, such as */15, is even.`,
  });
}

function clock(minuteOfDay: number): string {
  const hour = Math.floor(minuteOfDay / 60) % 24;
  return `${String(hour).padStart(2, "0")}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}

const NEVER =
  "Day of the month: no such day comes in the months chosen, so this would never run. For the last day of a month write L.";
