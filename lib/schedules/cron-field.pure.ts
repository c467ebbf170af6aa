import { parsed, quote, refused } from "./schedule-problem.pure";
import type { Parsed, ScheduleField } from "./schedule-problem.pure";

export interface FieldRule {
  readonly field: ScheduleField;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  readonly allowsLast: boolean;
}

/** A parsed element of a field; `*` is a star, a single number is a range of one. */
export type CronElement = StepElement | { readonly kind: "last" };

/** A step of 1 is none. */
type StepElement =
  | { readonly kind: "star"; readonly step: number }
  | { readonly kind: "range"; readonly from: number; readonly to: number; readonly step: number };

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** In the order of a crontab line. Weekday 7 is Sunday as well as 0. */
export const FIELD_RULES = {
  minute: { field: "minute", label: "minute", min: 0, max: 59, names: [], allowsLast: false },
  hour: { field: "hour", label: "hour", min: 0, max: 23, names: [], allowsLast: false },
  dayOfMonth: {
    field: "dayOfMonth",
    label: "day of the month",
    min: 1,
    max: 31,
    names: [],
    allowsLast: true,
  },
  month: { field: "month", label: "month", min: 1, max: 12, names: MONTHS, allowsLast: false },
  dayOfWeek: {
    field: "dayOfWeek",
    label: "weekday",
    min: 0,
    max: 7,
    names: WEEKDAYS,
    allowsLast: false,
  },
} as const satisfies Record<string, FieldRule>;

export function parseCronField({
  text,
  rule,
}: {
  text: string;
  rule: FieldRule;
}): Parsed<CronElement[]> {
  const elements: CronElement[] = [];
  for (const part of text.split(",")) {
    const element = parseElement({ part, rule });
    if (!element.ok) return element;
    elements.push(element.value);
  }
  return parsed(elements);
}

/** The values an element stands for, ascending, 7 still 7; none for `L`. */
export function valuesOf({
  element,
  rule,
}: {
  element: CronElement;
  rule: FieldRule;
}): readonly number[] {
  if (element.kind === "last") return [];
  const from = element.kind === "star" ? rule.min : element.from;
  const to = element.kind === "star" ? rule.max : element.to;
  const values: number[] = [];
  for (let value = from; value <= to; value += element.step) values.push(value);
  return values;
}

function parseElement({ part, rule }: { part: string; rule: FieldRule }): Parsed<CronElement> {
  const foreign = findForeignSyntax({ part, rule });
  if (foreign !== null) return refuse({ rule, reason: foreign });
  if (rule.allowsLast && part.toUpperCase() === "L") return parsed({ kind: "last" });

  const [base = "", stepText, ...more] = part.split("/");
  if (more.length > 0) return refuse({ rule, reason: `${quote(part)} has more than one “/”` });
  const range = parseRange({ text: base, rule });
  if (!range.ok) return range;
  if (stepText === undefined) return range;
  return withStep({ element: range.value, base, stepText, rule });
}

function parseRange({ text, rule }: { text: string; rule: FieldRule }): Parsed<StepElement> {
  if (text === "*") return parsed({ kind: "star", step: 1 });
  if (text === "") return refuse({ rule, reason: "an element is empty" });
  const [fromText = "", toText, ...more] = text.split("-");
  if (more.length > 0 || fromText === "" || toText === "") {
    return refuse({
      rule,
      reason: `${quote(text)} is neither a value (${allowed(rule)}) nor a range`,
    });
  }
  const from = parseValue({ text: fromText, rule });
  if (!from.ok) return from;
  if (toText === undefined) {
    return parsed({ kind: "range", from: from.value, to: from.value, step: 1 });
  }
  const end = parseValue({ text: toText, rule });
  if (!end.ok) return end;
  // SAT-SUN means what it says: as the end of a range the name of Sunday is 7.
  const to = rule.max === 7 && toText.toUpperCase() === "SUN" ? 7 : end.value;
  if (to < from.value) {
    const split = `${from.value}-${rule.max},${rule.min}-${to}`;
    return refuse({ rule, reason: `the range ${quote(text)} runs backwards: write ${split}` });
  }
  return parsed({ kind: "range", from: from.value, to, step: 1 });
}

function withStep(input: {
  element: StepElement;
  base: string;
  stepText: string;
  rule: FieldRule;
}): Parsed<CronElement> {
  const { element, base, stepText, rule } = input;
  const step = /^\d{1,3}$/.test(stepText) ? Number(stepText) : Number.NaN;
  if (!(step >= 1)) {
    return refuse({ rule, reason: `the step ${quote(stepText)} is not a whole number from 1` });
  }
  // As in cron, a step follows * or a range; what 5/15 means differs from one implementation to the next.
  if (element.kind === "range" && !base.includes("-")) {
    const spelled = `${element.from}-${rule.max}/${step}`;
    return refuse({ rule, reason: `a step follows * or a range: write ${spelled}` });
  }
  const from = element.kind === "star" ? rule.min : element.from;
  const to = element.kind === "star" ? rule.max : element.to;
  if (from + step > to) {
    return refuse({ rule, reason: `the step ${step} reaches only one value: write ${from}` });
  }
  return parsed({ ...element, step });
}

function parseValue({ text, rule }: { text: string; rule: FieldRule }): Parsed<number> {
  const named = rule.names.indexOf(text.toUpperCase());
  if (named >= 0) return parsed(named + rule.min);
  if (!/^\d{1,4}$/.test(text)) {
    return refuse({ rule, reason: `${quote(text)} is not ${allowed(rule)}` });
  }
  const value = Number(text);
  if (value < rule.min || value > rule.max) {
    return refuse({ rule, reason: `${value} is outside ${allowed(rule)}` });
  }
  return parsed(value);
}

function findForeignSyntax({ part, rule }: { part: string; rule: FieldRule }): string | null {
  if (part.includes("?")) return "“?” belongs to EventBridge: write *";
  if (/^L\//i.test(part)) return "L takes no step";
  if (part.includes("#")) return "“#” (the n-th weekday) is not part of five-field cron";
  if (/^(\d+W|LW|L-\d+)$/i.test(part) || (/^\d?L$/i.test(part) && part.toUpperCase() !== "L")) {
    return `${quote(part)} is not part of five-field cron`;
  }
  if (part.toUpperCase() === "L" && !rule.allowsLast) return "L belongs to the day of the month";
  return null;
}

function allowed(rule: FieldRule): string {
  const names = rule.names.length > 0 ? ` or ${rule.names[0]}–${rule.names.at(-1)}` : "";
  const last = rule.allowsLast ? ", or L for the last day" : "";
  return `${rule.min}–${rule.max}${names}${last}`;
}

function refuse({ rule, reason }: { rule: FieldRule; reason: string }) {
  const label = `${rule.label.charAt(0).toUpperCase()}${rule.label.slice(1)}`;
  return refused({ field: rule.field, message: `${label}: ${reason}.` });
}
