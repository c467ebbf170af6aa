import { describe, expect, it } from "vitest";
import { fireTimes, firstFire, readExpression } from "./expression";

const at = (text: string): number => Date.parse(text);
const fires = (expression: string, from: string, to: string, timezone = "UTC"): string[] =>
  fireTimes({ expression, timezone, from: at(from), to: at(to) }).map((ms) =>
    new Date(ms).toISOString().replace(":00.000Z", "Z"),
  );

describe("what AWS takes and refuses", () => {
  it.each([
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0/15 * * * ? *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(*/1 * * * ? *)",
    "cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)",
    "cron(1-31/30 1-1 ? * 1,7 *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(0 9 ? * 6L 2022-2023)",
    "cron(0 9 L JAN,JUL ? 1970-2199)",
    "cron(0 9 3W * ? *)",
    "rate(1 hour)",
    "rate(2 hours)",
    "at(2026-11-20T13:00:00)",
  ])("takes %s", (expression) => {
    expect(readExpression(expression)).toBeDefined();
  });

  it.each([
    "cron(0 10 * * *)",
    "cron(0 10 * * * *)",
    "cron(0 10 ? * ? *)",
    "cron(0 10 1 * 2 *)",
    "cron(7 20 * * 1-7 *)",
    "cron(*/60 * * * ? *)",
    "cron(60 * * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 0 ? * 0 *)",
    "cron(15 12 ? * -1 *)",
    "cron(0 0 ? * 8 *)",
    "cron(0 0 32 * ? *)",
    "cron(0 0 0 * ? *)",
    "cron(0 0 1 13 ? *)",
    "cron(0 0 1 * ? 1969)",
    "cron(0 0 1 * ? 2200)",
    "cron(0 0 ? * 3#1,6#3 *)",
    "cron(0 0 ? * 3#6 *)",
    "cron(0/5, 9-18, ?, *, MON-FRI, *)",
    "cron(0 0 20-4 * ? *)",
    "cron(0/0 * * * ? *)",
    "cron(? 0 1 * ? *)",
    "cron(0 50 0,6,12,18 * ? *)",
    "cron(0 0 ? * MONDAY *)",
    "0 10 * * ? *",
    "rate(1 hours)",
    "rate(5 minute)",
    "rate(0 minutes)",
    "rate(5 seconds)",
    "at(2026-02-30T13:00:00)",
    "at(2026-11-20)",
    "",
  ])("refuses %s", (expression) => {
    expect(() => readExpression(expression)).toThrow("Parameter ScheduleExpression is not valid.");
  });
});

describe("fire times", () => {
  it("counts SUN as 1", () => {
    expect(fires("cron(0 6 ? * 1 *)", "2026-11-01T00:00Z", "2026-11-16T00:00Z")).toEqual([
      "2026-11-01T06:00Z",
      "2026-11-08T06:00Z",
      "2026-11-15T06:00Z",
    ]);
  });

  it("finds the last day, the last Friday, the second Tuesday and the closest workday", () => {
    const year = ["2026-01-01T00:00Z", "2026-04-01T00:00Z"] as const;
    const days = (field: string): string[] =>
      fires(`cron(0 0 ${field} *)`, ...year).map((text) => text.slice(5, 10));
    expect(days("L * ?")).toEqual(["01-31", "02-28", "03-31"]);
    expect(days("? * 6L")).toEqual(["01-30", "02-27", "03-27"]);
    expect(days("? * 3#2")).toEqual(["01-13", "02-10", "03-10"]);
    // 1 February and 1 March 2026 are Sundays, 31 January is a Saturday.
    expect(days("1W * ?")).toEqual(["01-01", "02-02", "03-02"]);
    expect(days("31W * ?")).toEqual(["01-30", "03-31"]);
  });

  it("is inclusive at the beginning and exclusive at the end", () => {
    expect(fires("cron(0 0 * * ? *)", "2026-01-01T00:00Z", "2026-01-02T00:00Z")).toEqual([
      "2026-01-01T00:00Z",
    ]);
  });

  it("skips an instant in the spring gap", () => {
    const range = ["2026-03-28T12:00Z", "2026-03-30T12:00Z"] as const;
    expect(fires("cron(30 2 * * ? *)", ...range, "Europe/Berlin")).toEqual(["2026-03-30T00:30Z"]);
    expect(fires("cron(0 * * * ? *)", ...range, "Europe/Berlin")).toHaveLength(48);
  });

  it("runs once in the autumn overlap, the first pass", () => {
    const range = ["2026-10-24T12:00Z", "2026-10-25T12:00Z"] as const;
    expect(fires("cron(30 2 * * ? *)", ...range, "Europe/Berlin")).toEqual(["2026-10-25T00:30Z"]);
    expect(fires("cron(0 * * * ? *)", ...range, "Europe/Berlin")).toHaveLength(23);
    const second = ["2026-10-25T01:00Z", "2026-10-25T02:00Z"] as const;
    expect(fires("cron(30 2 * * ? *)", ...second, "Europe/Berlin")).toEqual([]);
  });

  it("skips and repeats what a zone changes in the last hours of a year", () => {
    // From 31 December 1987, 16:00 UTC, Pontianak is an hour further back.
    const range = ["1987-12-31T14:00Z", "1987-12-31T20:00Z"] as const;
    expect(fires("cron(0 * * * ? *)", ...range, "Asia/Pontianak")).toEqual([
      "1987-12-31T14:00Z",
      "1987-12-31T15:00Z",
      "1987-12-31T17:00Z",
      "1987-12-31T18:00Z",
      "1987-12-31T19:00Z",
    ]);
  });

  it("goes by the zone where its day is another", () => {
    expect(
      fires("cron(0 8 1 * ? *)", "2026-01-31T00:00Z", "2026-02-02T00:00Z", "Pacific/Kiritimati"),
    ).toEqual(["2026-01-31T18:00Z"]);
  });

  it("fires once at a moment in its zone", () => {
    const range = ["2026-01-01T00:00Z", "2027-01-01T00:00Z"] as const;
    expect(fires("at(2026-07-01T09:30:00)", ...range, "America/New_York")).toEqual([
      "2026-07-01T13:30Z",
    ]);
    expect(fires("at(2026-10-25T02:30:00)", ...range, "Europe/Berlin")).toEqual([
      "2026-10-25T00:30Z",
    ]);
  });

  it("counts a rate from its start", () => {
    expect(
      fireTimes({ expression: "rate(2 hours)", startAt: 1000, from: 7_200_000, to: 20_000_000 }),
    ).toEqual([7_201_000, 14_401_000]);
  });

  it("says that a date which does not exist never comes", () => {
    const expression = readExpression("cron(0 0 30 2 ? *)");
    expect(firstFire({ expression, from: at("2026-01-01T00:00Z") })).toBeUndefined();
  });

  it("refuses an unknown zone", () => {
    expect(() => fires("cron(0 0 * * ? *)", "2026-01-01", "2026-01-02", "Mars/Base")).toThrow(
      "Mars/Base",
    );
  });
});
