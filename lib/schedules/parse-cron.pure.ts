import { FIELD_RULES, parseCronField } from "./cron-field.pure";
import type { CronElement, FieldRule } from "./cron-field.pure";
import { fold, toCanonicalField } from "./cron-text.pure";
import { parsed, quote, refused } from "./schedule-problem.pure";
import type { Parsed } from "./schedule-problem.pure";

/**
 * How the hour field behaves when the clocks change: `every` follows real time, `step` runs in both
 * passes of an hour that repeats, `fixed` in the first only; both of these make up for a skipped hour.
 */
export type HourRule = "every" | "step" | "fixed";

export interface Cron {
  /** Canonical text: the only form that is stored. */
  readonly text: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly hourRule: HourRule;
  /** Bit n is day n of the month. */
  readonly dayMask: number;
  readonly lastDay: boolean;
  /** Bit n is month n, from 1. */
  readonly monthMask: number;
  /** Bit n is weekday n; 0 is Sunday. */
  readonly weekdayMask: number;
  /**
   * Day of the month and weekday are joined by OR when both are restricted, that is when neither
   * contains a star, and by AND otherwise: so for `star/2` too (crontab(5) of Vixie cron and cronie).
   */
  readonly eitherDay: boolean;
}

/** Five fields; says nothing yet about how often, or whether ever, they match. */
export function parseCron(text: string): Parsed<Cron> {
  const trimmed = text.trim();
  const misfit = findMisfit(trimmed);
  if (misfit !== null) return refused({ field: "schedule", message: misfit });

  const texts = trimmed.split(/\s+/);
  const fields: CronElement[][] = [];
  for (const [index, rule] of RULES.entries()) {
    const field = parseCronField({ text: texts[index] ?? "", rule });
    if (!field.ok) return field;
    fields.push(field.value);
  }
  return parsed(toCron(fields));
}

const RULES: readonly FieldRule[] = [
  FIELD_RULES.minute,
  FIELD_RULES.hour,
  FIELD_RULES.dayOfMonth,
  FIELD_RULES.month,
  FIELD_RULES.dayOfWeek,
];

function toCron(fields: readonly (readonly CronElement[])[]): Cron {
  const texts = RULES.map((rule, index) =>
    toCanonicalField({ elements: fields[index] ?? [], rule }),
  );
  const values = RULES.map((rule, index) =>
    [...new Set((fields[index] ?? []).flatMap((element) => fold({ element, rule })))].toSorted(
      (a, b) => a - b,
    ),
  );
  const [, hourText = "", dayText = "", , weekdayText = ""] = texts;
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = values;
  return {
    text: texts.join(" "),
    minutes,
    hours,
    hourRule: hourText === "*" ? "every" : hourText.includes("/") ? "step" : "fixed",
    dayMask: toMask(days),
    lastDay: dayText.includes("L"),
    monthMask: toMask(months),
    weekdayMask: toMask(weekdays),
    eitherDay: !dayText.includes("*") && !weekdayText.includes("*"),
  };
}

function toMask(values: readonly number[]): number {
  return values.reduce((mask, value) => mask | (1 << value), 0);
}

/** Everything that is not five fields, with what to write instead. */
function findMisfit(text: string): string | null {
  if (text === "") return `Say when: ${EXAMPLES}.`;
  if (text.length > CRON_TEXT_MAX) return `A schedule is at most ${CRON_TEXT_MAX} characters long.`;
  const eventBridge = /^(rate|cron|at)\s*\(/i.exec(text);
  if (eventBridge) {
    return `${quote(text)} is EventBridge's notation. Write ${EXAMPLES}.`;
  }
  if (text.startsWith("@")) return describeNickname(text);
  const count = text.split(/\s+/).length;
  if (count === 5) return null;
  if (count === 1) return `${quote(text)} is not a schedule. Write ${EXAMPLES}.`;
  const sixth = count === 6 || count === 7 ? "; seconds and years are not part of it" : "";
  return `Cron has five fields (minute, hour, day of the month, month, weekday), not ${count}${sixth}.`;
}

function describeNickname(text: string): string {
  const word = text.slice(1).toLowerCase();
  if (["hourly", "daily", "weekly", "monthly"].includes(word)) {
    return `${quote(text)} is a crontab nickname. Write ${word}, or five fields.`;
  }
  return `${quote(text)} is a crontab nickname, and no moment follows from it. Write ${EXAMPLES}.`;
}

const EXAMPLES = "hourly, daily, weekly, monthly or five cron fields such as 0 2 * * *";
const CRON_TEXT_MAX = 300;
