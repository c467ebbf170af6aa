import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueBetween } from "../schedules/next-runs.pure";
import { parseSchedule } from "../schedules/schedule-spec.pure";
import { arbitraryCron, arbitraryZone } from "../testing/arbitrary-schedule";
import { awsFires, awsFiresInAll } from "../testing/aws-fires";
import { oracleChanges } from "../testing/wall-clock-oracle";
import { toAwsField } from "./aws-field.pure";
import { checkAwsCron } from "./check-aws-cron.pure";
import { convertSchedule } from "./convert-schedule.pure";

const DAY = 86_400_000;
const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 150);
console.info(`conversion properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const convert = (cron: string, zone = "UTC") =>
  convertSchedule({ cron, zone, spreadMs: 0, rulesAllowed: true });
const expressionsOf = (cron: string) => {
  const conversion = convert(cron);
  return conversion.ok ? conversion.expressions : conversion.reason;
};

describe("how a schedule is written for AWS", () => {
  it.each([
    ["0 2 * * *", ["cron(0 2 * * ? *)"]],
    ["30 * * * *", ["cron(30 * * * ? *)"]],
    ["0 */6 * * *", ["cron(0 0,6,12,18 * * ? *)"]],
    ["*/15 8-17 * * *", ["cron(0,15,30,45 8-17 * * ? *)"]],
    // The original wrote `cron(0 2 * * 1 *)`, which AWS refuses, and took Sunday for Saturday.
    ["0 2 * * 1", ["cron(0 2 ? * 2 *)"]],
    ["0 2 * * 0", ["cron(0 2 ? * 1 *)"]],
    ["0 2 * * 7", ["cron(0 2 ? * 1 *)"]],
    ["0 2 * * SAT-SUN", ["cron(0 2 ? * 1,7 *)"]],
    ["0 2 * * MON-FRI", ["cron(0 2 ? * 2-6 *)"]],
    ["0 2 1,15 JAN-MAR *", ["cron(0 2 1,15 1-3 ? *)"]],
    ["0 2 31 * *", ["cron(0 2 31 * ? *)"]],
    ["0 2 29 2 *", ["cron(0 2 29 2 ? *)"]],
  ])("%s becomes %j", (cron, expressions) => {
    expect(expressionsOf(cron)).toEqual(expressions);
  });

  it.each([
    ["L * *", ["L * ?"]],
    ["15,L * *", ["15 * ?", "L * ?"]],
    // The 31st and 30th are last days already; in February the 28th leaves the 29th.
    ["31,L * *", ["31 * ?", "L 2,4,6,9,11 ?"]],
    ["30,31,L * *", ["30,31 * ?", "L 2 ?"]],
    ["28,L * *", ["28 1,3-12 ?", "L 1,3-12 ?", "28,29 2 ?"]],
    ["29,L 2 *", ["L 2 ?"]],
    ["1-27,L 4 *", ["1-27 4 ?", "L 4 ?"]],
  ])("the last day beside others comes once: %s becomes %j", (days, expected) => {
    expect(expressionsOf(`0 2 ${days}`)).toEqual(expected.map((part) => `cron(0 2 ${part} *)`));
  });

  it.each([
    ["1 * 1", ["1 * ?", "? * 2"]],
    ["6 * 5", ["6 * ?", "? * 6"]],
    ["L * 5", ["L * ?", "? * 6"]],
    ["1-31 * 1", ["* * ?"]],
    ["1-30 4,6 1", ["* 4,6 ?"]],
    ["1 * 0-6", ["* * ?"]],
    ["30 2 1", ["? 2 2"]],
  ])("day of the month or weekday: %s becomes %j", (days, expected) => {
    expect(expressionsOf(`0 2 ${days}`)).toEqual(expected.map((part) => `cron(0 2 ${part} *)`));
  });

  it.each([
    // The first Sunday of a month, as crontabs have it.
    ["1-7 * */7", ["? * 1#1"]],
    ["8-14 * */3", ["? * 1#2", "? * 4#2", "? * 7#2"]],
    ["22-28 2,3 */7", ["? 2,3 1#4"]],
    ["29-31 * */7", ["? * 1#5"]],
    ["*/1 * 1", ["? * 2"]],
    ["*/2 * 0-6", ["1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * ?"]],
    ["1-31 * */2", ["? * 1,3,5,7"]],
  ])("day of the month and weekday: %s becomes %j", (days, expected) => {
    expect(expressionsOf(`0 2 ${days}`)).toEqual(expected.map((part) => `cron(0 2 ${part} *)`));
  });

  it("refuses days that must match both, where they are no whole weeks, and says what to do", () => {
    for (const cron of ["0 2 */2 * 1", "0 2 1-10 * */2", "0 2 29,30 * */7", "0 2 L * */7"]) {
      const conversion = convert(cron);
      expect(conversion).toMatchObject({ ok: false });
      if (conversion.ok) continue;
      expect(conversion.reason).toContain(`“${cron}”`);
      expect(conversion.suggestion).toMatch(/^Choose one of the two, such as 0 2 \* \* /);
    }
  });

  it("refuses what is no schedule, and what never comes, without throwing", () => {
    for (const cron of ["", "abc 2 * * *", "rate(1 hours)", "0 2 30 2 *", "0 2 31 4,6 *"]) {
      expect(convert(cron)).toMatchObject({ ok: false, reason: expect.stringMatching(/\w/) });
    }
    expect(convert("0 2 * * *", "Mars/Base")).toMatchObject({ ok: false });
  });
});

describe("by a rule or by Scheduler", () => {
  it("is a rule in UTC and its aliases, without a spread, while there is room for rules", () => {
    for (const zone of ["UTC", "Etc/UTC", "Etc/GMT", "Zulu", "GMT", "etc/utc"]) {
      expect(convert("0 2 * * *", zone)).toMatchObject({ ok: true, by: "rule" });
    }
    const input = { cron: "0 2 * * *", zone: "Zulu", spreadMs: 0, rulesAllowed: true };
    const scheduled = { ok: true, by: "scheduler", timezone: "UTC" };
    const flexible = { ...scheduled, flexibleMinutes: 30 };
    expect(convertSchedule({ ...input, spreadMs: 1_800_000 })).toMatchObject(flexible);
    const full = convertSchedule({ ...input, rulesAllowed: false });
    expect(full).toMatchObject({ ...scheduled, flexibleMinutes: null });
  });

  it("is Scheduler in every other zone, also one that happens to keep to UTC", () => {
    for (const zone of ["Europe/Berlin", "Africa/Abidjan", "Atlantic/Reykjavik", "Etc/GMT+1"]) {
      const scheduled = { ok: true, by: "scheduler", timezone: zone, flexibleMinutes: null };
      expect(convert("0 2 * * *", zone)).toMatchObject(scheduled);
    }
  });

  it("names zones as IANA does, where only the engine knows the name", () => {
    expect(convert("0 2 * * *", "US/Pacific")).toMatchObject({ timezone: "US/Pacific" });
    expect(convert("0 2 * * *", "PST")).toMatchObject({ timezone: "America/Los_Angeles" });
    expect(convert("0 2 * * *", "SystemV/PST8")).toMatchObject({
      ok: false,
      reason: "EventBridge does not know the time zone SystemV/PST8.",
    });
  });

  it.each([
    [0, null],
    [59_999, null],
    [60_000, 1],
    [119_999, 1],
    [240 * 60_000, 240],
    [2 * DAY, 1_440],
  ])("a spread of %i ms is a window of %j minutes, never longer than it", (spreadMs, minutes) => {
    const zone = "Europe/Berlin";
    expect(
      convertSchedule({ cron: "0 2 * * *", zone, spreadMs, rulesAllowed: true }),
    ).toMatchObject({ flexibleMinutes: minutes });
  });
});

describe("against AWS's reading of the expressions", () => {
  const world = fc.integer({ min: 1975, max: 2099 }).chain((year) =>
    fc.record({
      year: fc.constant(year),
      cron: arbitraryCron(),
      zone: arbitraryZone(),
      starts: fc.array(fc.integer({ min: Date.UTC(year, 0, 1), max: Date.UTC(year + 1, 0, 1) }), {
        minLength: 2,
        maxLength: 2,
      }),
    }),
  );

  it("fires at the schedule's moments and no others, around every change of the clocks", () => {
    let compared = 0;
    fc.assert(
      fc.property(world, ({ year, cron: text, zone, starts }) => {
        const cron = accepted(text);
        const conversion = convert(cron ?? "", zone);
        fc.pre(cron !== null && conversion.ok);
        const yearSpan = { fromMs: Date.UTC(year, 0, 1), toMs: Date.UTC(year + 1, 0, 1) };
        const windows = [
          ...starts.map((start) => [start, start + 40 * DAY] as const),
          ...oracleChanges({ zone, ...yearSpan }).map(
            (at) => [at - 3 * DAY, at + 3 * DAY] as const,
          ),
        ];
        for (const [from, to] of windows) {
          const expected = dueBetween({ schedule: { cron, zone }, from, to, limit: Infinity });
          const fired = awsFiresInAll({ conversion, cron, zone, from, to });
          const where = `${cron} ${zone} from ${new Date(from).toISOString()}`;
          expect([...new Set(fired)], where).toEqual(expected);
          // AWS's recurring expressions alone never fire at a moment that is not ours.
          const due = new Set(expected);
          const recurring = awsFires({ conversion, from, to });
          expect(
            recurring.filter((at) => !due.has(at)),
            where,
          ).toEqual([]);
          expect(mayCoincide(cron) || fired.length === expected.length, where).toBe(true);
          compared += expected.length;
        }
      }),
      { seed, numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns);
  }, 120_000);

  it("has the right days for a leap cycle, whatever days are asked for", () => {
    const span = { from: Date.UTC(2026, 0, 1) - 1, to: Date.UTC(2030, 11, 31) };
    fc.assert(
      fc.property(arbitraryDays(), ([day, month, weekday]) => {
        const cron = accepted(`0 2 ${day} ${month} ${weekday}`);
        const conversion = convert(cron ?? "");
        fc.pre(cron !== null && conversion.ok);
        const expected = dueBetween({ schedule: { cron, zone: "UTC" }, ...span, limit: Infinity });
        const fired = awsFires({ conversion, ...span });
        expect([...new Set(fired)], cron).toEqual(expected);
        expect(mayCoincide(cron) || fired.length === expected.length, cron).toBe(true);
      }),
      { seed, numRuns: numRuns * 2 },
    );
  }, 120_000);

  it("makes nothing that our check of AWS's grammar refuses", () => {
    fc.assert(
      fc.property(arbitraryCron(), arbitraryDays(), (cron, [day, month, weekday]) => {
        for (const text of [cron, `*/7,3-50 */5,1 ${day} ${month} ${weekday}`]) {
          const conversion = convert(text);
          for (const expression of conversion.ok ? conversion.expressions : []) {
            expect(checkAwsCron(expression), expression).toBeNull();
          }
        }
      }),
      { seed, numRuns: numRuns * 5 },
    );
  });

  it("never needs more than AWS's 256 characters", () => {
    const longest =
      longestField(0, 59) + longestField(0, 23) + longestField(1, 31) + longestField(1, 12);
    expect("cron(    ? *)".length + longest).toBeLessThanOrEqual(256);
  });
});

/** Only where both a day of the month and a weekday may ask for a day can a moment come twice. */
function mayCoincide(cron: string): boolean {
  const [, , day = "", , weekday = ""] = cron.split(" ");
  return !day.includes("*") && !weekday.includes("*");
}

function accepted(cron: string): string | null {
  const result = parseSchedule({ spec: cron, zone: "UTC" });
  return result.ok ? result.value.cron : null;
}

function arbitraryDays(): fc.Arbitrary<[string, string, string]> {
  const list = (values: fc.Arbitrary<number>, most: number) =>
    fc.array(values, { minLength: 1, maxLength: most }).map((found) => found.join(","));
  const day = fc.oneof(
    list(fc.integer({ min: 1, max: 31 }), 5),
    list(fc.integer({ min: 26, max: 31 }), 4),
    list(fc.integer({ min: 26, max: 31 }), 4).map((days) => `${days},L`),
    fc.constantFrom("*", "L", "1-7", "8-14,29-31", "1-31", "1-30", "1-29", "1-28", "1-14"),
    fc.integer({ min: 1, max: 29 }).map((step) => `*/${step}`),
  );
  const month = fc.oneof(
    fc.constant("*"),
    fc.constant("2"),
    list(fc.integer({ min: 1, max: 12 }), 4),
  );
  const weekday = fc.oneof(
    fc.constantFrom("*", "*", "*/2", "*/7", "*/3", "0-6"),
    list(fc.integer({ min: 0, max: 7 }), 3),
  );
  return fc.tuple(day, month, weekday);
}

/** The characters of the longest text a set of values can have: the best over its last values. */
function longestField(min: number, max: number): number {
  const best: number[] = [];
  for (let end = min; end <= max; end += 1) {
    // A run that ends here, with at least one value left out before it.
    let longest = 0;
    for (let start = min; start <= end; start += 1) {
      const values = Array.from({ length: end - start + 1 }, (_, offset) => start + offset);
      const before = start - 2 >= min ? Math.max(...best.slice(0, start - 1 - min)) : -1;
      longest = Math.max(longest, before + 1 + toAwsField({ values, count: -1 }).length);
    }
    best.push(longest);
  }
  return Math.max(...best);
}
