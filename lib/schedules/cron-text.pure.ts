import { valuesOf } from "./cron-field.pure";
import type { CronElement, FieldRule } from "./cron-field.pure";

/**
 * The one text of a field that is stored. Names and 7 become numbers, order and repetition go;
 * stars and steps stay where they carry meaning (day-or-weekday rule, hours over a clock change).
 */
export function toCanonicalField({
  elements,
  rule,
}: {
  elements: readonly CronElement[];
  rule: FieldRule;
}): string {
  const starSteps = sortedUnique(
    elements.flatMap((element) => (element.kind === "star" ? [element.step] : [])),
  );
  const starred = new Set(
    elements.flatMap((element) => (element.kind === "star" ? fold({ element, rule }) : [])),
  );
  const stepped = elements.filter((element) => isKeptAsStep({ element, rule }));
  const plain = elements.flatMap((element) =>
    element.kind === "star" || stepped.includes(element) ? [] : fold({ element, rule }),
  );
  const everyValue = new Set([
    ...starred,
    ...plain,
    ...stepped.flatMap((e) => fold({ element: e, rule })),
  ]);
  if (isUnrestricted({ everyValue, starSteps, rule })) return "*";

  const steppedTexts = stepped.map((element) => steppedText({ element, rule }));
  const inSteps = new Set(stepped.flatMap((element) => fold({ element, rule })));
  const rest = sortedUnique(plain).filter((value) => !starred.has(value) && !inSteps.has(value));
  const last = elements.some((element) => element.kind === "last") ? ["L"] : [];
  return [
    ...starSteps.map((step) => `*/${step}`),
    ...[...new Set(steppedTexts)].toSorted(byFirstNumber),
    ...toRuns(rest),
    ...last,
  ].join(",");
}

/** The values of an element with Sunday always 0. */
export function fold({ element, rule }: { element: CronElement; rule: FieldRule }): number[] {
  const values = valuesOf({ element, rule });
  return rule.max === 7 ? values.map((value) => value % 7) : [...values];
}

// Days keep a full range apart from `*`: only a star leaves the other day field to decide alone.
function isUnrestricted(input: {
  everyValue: ReadonlySet<number>;
  starSteps: readonly number[];
  rule: FieldRule;
}): boolean {
  const { everyValue, starSteps, rule } = input;
  if (starSteps.includes(1)) return true;
  const size = rule.max === 7 ? 7 : rule.max - rule.min + 1;
  if (everyValue.size < size) return false;
  const isDay = rule.field === "dayOfMonth" || rule.field === "dayOfWeek";
  return !isDay || starSteps.length > 0;
}

// A range that reaches 7 wraps to Sunday and is spelled out instead.
function isKeptAsStep({ element, rule }: { element: CronElement; rule: FieldRule }): boolean {
  if (element.kind !== "range" || element.step === 1) return false;
  return rule.max !== 7 || !valuesOf({ element, rule }).includes(7);
}

function steppedText({ element, rule }: { element: CronElement; rule: FieldRule }): string {
  const values = valuesOf({ element, rule });
  const step = element.kind === "last" ? 1 : element.step;
  return `${values[0]}-${values.at(-1)}/${step}`;
}

function toRuns(values: readonly number[]): string[] {
  const runs: string[] = [];
  for (let start = 0; start < values.length;) {
    let end = start;
    while (values[end + 1] === Number(values[end]) + 1) end += 1;
    if (end - start >= 2) runs.push(`${values[start]}-${values[end]}`);
    else for (let at = start; at <= end; at += 1) runs.push(String(values[at]));
    start = end + 1;
  }
  return runs;
}

function sortedUnique(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function byFirstNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.localeCompare(b);
}
