import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readExpression } from "#simulator/scheduling/expression";
import { checkAwsCron } from "./check-aws-cron.pure";

describe("checkAwsCron", () => {
  it.each([
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0/30 20-23 ? * 2,4 *)",
    "cron(15 10 ? * 6L 2022-2023)",
    "cron(0 9 ? * 3#2 *)",
    "cron(0 9 3W JAN,FEB ? *)",
    "cron(59 23 L 1/3 ? 1970-2199)",
  ])("takes %s, as AWS's documentation has it", (text) => {
    expect(checkAwsCron(text)).toBeNull();
  });

  it.each([
    // Both the original's: AWS refuses them, and some emulators take them.
    "cron(0 2 * * 1 *)",
    "rate(1 hours)",
    "cron(0 2 * * * *)",
    "cron(0 2 ? * ? *)",
    "cron(0 2 1 * 1 *)",
    "cron(0 2 * * ?)",
    "cron(0 0 2 * * ? *)",
    "cron(? 2 * * 1 *)",
    "cron(0 2 ? * 0 *)",
    "cron(0 2 ? * 8 *)",
    "cron(0 2 ? * 6-2 *)",
    "cron(0 2 ? * 3#1,6#3 *)",
    "cron(0 2 ? * 3#6 *)",
    "cron(0 2 ? * 2-6/2 *)",
    "cron(0 2 15,L * ? *)",
    "cron(0 2 1,3W * ? *)",
    "cron(0 2 32 * ? *)",
    "cron(0 2 0 * ? *)",
    "cron(0 2 1 13 ? *)",
    "cron(0 24 * * ? *)",
    "cron(60 2 * * ? *)",
    "cron(*/0 * * * ? *)",
    "cron(*/60 * * * ? *)",
    "cron(1, 2 * * ? *)",
    "cron(1- 2 * * ? *)",
    "cron(-1 2 * * ? *)",
    "cron(1.5 2 * * ? *)",
    "cron(abc 2 * * ? *)",
    "cron(L 2 * * ? *)",
    "cron(0 2 * * ? 1969)",
    "cron(0 2 * * ? 2200)",
    "cron(0 2 ? * MONDAY *)",
    "cron(0 2 * * ? *",
    " cron(0 2 * * ? *)",
    "cron(0  2 * * ? *)",
    "cron(0 2 * * ? * )",
    "0 2 * * ? *",
    "at(2026-01-01T00:00:00)",
    "",
    `cron(${Array.from({ length: 130 }, () => "1").join(",")} 2 * * ? *)`,
  ])("refuses %s, in words", (text) => {
    expect(checkAwsCron(text)).toMatch(/^It |^One |^The /);
  });

  it("takes nothing that the simulated AWS refuses, of random near misses", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.tuple(near, near, near, near, near, near), (fields) => {
        const text = `cron(${fields.join(" ")})`;
        if (checkAwsCron(text) !== null) return;
        taken += 1;
        expect(() => readExpression(text)).not.toThrow();
      }),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(0);
  });
});

const value = fc.integer({ min: -1, max: 70 }).map(String);
const near = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("*", "?", "1", "2", "5") },
  { weight: 2, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom("L", "3W", "2#1", "6L", "MON", "JAN", "", "LW", "1,L") },
  { weight: 1, arbitrary: fc.tuple(value, value).map((pair) => pair.join("-")) },
  { weight: 1, arbitrary: fc.tuple(value, value).map((pair) => pair.join("/")) },
  { weight: 1, arbitrary: fc.array(value, { maxLength: 4 }).map((list) => list.join(",")) },
);
