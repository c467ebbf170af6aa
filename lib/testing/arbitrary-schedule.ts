import * as fc from "fast-check";

/**
 * Crontab texts as people write them: names, lists, ranges, steps, L. Some come closer than the
 * smallest interval or never run, which is for the parser to refuse.
 */
export function arbitraryCron(): fc.Arbitrary<string> {
  return fc
    .tuple(minuteField, hourField, dayField, monthField, weekdayField)
    .map((fields) => fields.join(" "));
}

export function arbitraryZone(): fc.Arbitrary<string> {
  return fc.constantFrom(...Intl.supportedValuesOf("timeZone"), "UTC", "US/Pacific", "Etc/GMT+12");
}

const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });

const minuteField = fc.oneof(
  { weight: 5, arbitrary: minute.map(String) },
  { weight: 2, arbitrary: fc.constantFrom("*/5", "*/10", "*/15", "*/20", "*/30", "0", "30") },
  { weight: 2, arbitrary: fc.tuple(minute, minute).map((pair) => pair.join(",")) },
  { weight: 1, arbitrary: stepped({ from: 0, to: 59, stepMin: 5, stepMax: 30 }) },
);

const hourField = fc.oneof(
  { weight: 3, arbitrary: fc.constant("*") },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }).map(String) },
  { weight: 3, arbitrary: hour.map(String) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 23 }).map((step) => `*/${step}`) },
  { weight: 2, arbitrary: range({ from: 0, to: 23 }) },
  { weight: 2, arbitrary: stepped({ from: 0, to: 23, stepMin: 1, stepMax: 11 }) },
  { weight: 2, arbitrary: fc.array(hour, { minLength: 2, maxLength: 6 }).map((h) => h.join(",")) },
  { weight: 1, arbitrary: fc.constantFrom("0-23", "*/2,1-23/2", "*/6,7", "1,*/12") },
);

const dayField = fc.oneof(
  { weight: 7, arbitrary: fc.constant("*") },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 31 }).map(String) },
  { weight: 1, arbitrary: range({ from: 1, to: 31 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((step) => `*/${step}`) },
  { weight: 1, arbitrary: fc.constantFrom("L", "15,L", "1,15", "1-31") },
);

const monthField = fc.oneof(
  { weight: 8, arbitrary: fc.constant("*") },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("JAN-MAR", "MAR,OCT", "*/2", "3-11/4") },
);

const weekdayField = fc.oneof(
  { weight: 7, arbitrary: fc.constant("*") },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 7 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("MON-FRI", "SAT-SUN", "*/2", "*/7", "SUN", "5-7", "0-6", "1-7/2"),
  },
);

function range({ from, to }: { from: number; to: number }): fc.Arbitrary<string> {
  return pair({ from, to }).map(([low, high]) => `${low}-${high}`);
}

function stepped(input: {
  from: number;
  to: number;
  stepMin: number;
  stepMax: number;
}): fc.Arbitrary<string> {
  return fc
    .tuple(pair(input), fc.integer({ min: input.stepMin, max: input.stepMax }))
    .map(([[low, high], step]) => `${low}-${high}/${step}`);
}

function pair({ from, to }: { from: number; to: number }): fc.Arbitrary<[number, number]> {
  return fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
}
