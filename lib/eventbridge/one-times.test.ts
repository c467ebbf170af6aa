import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryCron, arbitraryZone } from "../testing/arbitrary-schedule";
import { awsFires, awsFiresInAll } from "../testing/aws-fires";
import { oracleChanges, oracleDue } from "../testing/wall-clock-oracle";
import { convertSchedule } from "./convert-schedule.pure";
import { listOneTimes } from "./one-times.pure";

const DAY = 86_400_000;

const oneTimes = (cron: string, zone: string, year: number) =>
  listOneTimes({
    cron,
    zone,
    from: Date.UTC(year, 0, 1) - 1,
    to: Date.UTC(year + 1, 0, 1) - 1,
  }).map(({ why, expression }) => `${why} ${expression}`);

describe("what AWS leaves out when the clocks change", () => {
  it("is nothing in UTC, and nothing of a time that the clock shows once on every day", () => {
    expect(oneTimes("*/15 * * * *", "UTC", 2026)).toEqual([]);
    expect(oneTimes("0 4 * * *", "Europe/Berlin", 2026)).toEqual([]);
  });

  it("is the first instant after a skipped time, for fixed hours and steps, not for every hour", () => {
    const first = ["gap at(2026-03-29T01:00:00)"];
    expect(oneTimes("30 2 * * *", "Europe/Berlin", 2026)).toEqual(first);
    expect(oneTimes("0,30 2 * * *", "Europe/Berlin", 2026)).toEqual(first);
    expect(oneTimes("30 */2 * * *", "Europe/Berlin", 2026)).toContain(first[0]);
    expect(oneTimes("30 * * * *", "Europe/Berlin", 2026)).not.toContain(first[0]);
  });

  it("is not that instant where the schedule has it anyhow", () => {
    expect(oneTimes("0 2,3 * * *", "Europe/Berlin", 2026)).toEqual([]);
  });

  it("is the second pass of a repeated hour, for every hour and steps, not for fixed hours", () => {
    const second = ["overlap at(2026-10-25T01:00:00)", "overlap at(2026-10-25T01:30:00)"];
    expect(oneTimes("0,30 * * * *", "Europe/Berlin", 2026)).toEqual(second);
    expect(oneTimes("0,30 */2 * * *", "Europe/Berlin", 2026).slice(-2)).toEqual(second);
    expect(oneTimes("0,30 2 * * *", "Europe/Berlin", 2026)).not.toContain(second[0]);
  });

  it.each([
    ["by half an hour", "Australia/Lord_Howe", ["overlap 04-04T15:20", "gap 10-03T15:30"]],
    [
      "by two hours",
      "Antarctica/Troll",
      [
        "gap 03-29T01:00",
        ...["01:20", "01:50", "02:20", "02:50"].map((at) => `overlap 10-25T${at}`),
      ],
    ],
    [
      "where winter time is the exception",
      "Europe/Dublin",
      ["gap 03-29T01:00", "overlap 10-25T01:20", "overlap 10-25T01:50"],
    ],
    [
      "back for Ramadan and forth after it",
      "Africa/Casablanca",
      ["overlap 02-15T02:20", "overlap 02-15T02:50", "gap 03-22T02:00"],
    ],
  ])("is right for a clock that changes %s", (_, zone, expected) => {
    expect(oneTimes("20,50 0-6/2,1-5/2 * * *", zone, 2026)).toEqual(
      expected.map((one) => one.replace(" ", " at(2026-").concat(":00)")),
    );
  });

  it("follows a zone that changes for good, and one that skips a day", () => {
    // Kazakhstan went from UTC+6 to UTC+5 at midnight of 1 March 2024.
    expect(oneTimes("30 */23 * * *", "Asia/Almaty", 2024)).toEqual([
      "overlap at(2024-02-29T18:30:00)",
    ]);
    // Samoa left out 30 December 2011.
    expect(oneTimes("0 2 * * *", "Pacific/Apia", 2011)).toContain("gap at(2011-12-30T10:00:00)");
  });

  it("makes AWS complete in every zone that changes its clock, against the walk over the wall clock", () => {
    const year = { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1) };
    const changing = Intl.supportedValuesOf("timeZone").filter(
      (zone) => oracleChanges({ zone, ...year }).length > 0,
    );
    expect(changing.length).toBeGreaterThan(100);
    for (const zone of changing) {
      for (const cron of ["30 * * * *", "*/15 */2 * * *", "20 0,1,2,3,23 * * *"]) {
        const conversion = convertSchedule({ cron, zone, spreadMs: 0, rulesAllowed: true });
        expect(conversion).toMatchObject({ ok: true });
        if (!conversion.ok) continue;
        for (const change of oracleChanges({ zone, ...year })) {
          const span = { from: change - 2 * DAY, to: change + 2 * DAY };
          const expected = oracleDue({ cron, zone, fromMs: span.from, toMs: span.to });
          const fired = new Set(awsFiresInAll({ conversion, cron, zone, ...span }));
          expect([...fired], `${cron} ${zone}`).toEqual(expected);
        }
      }
    }
  }, 60_000);

  it("never repeats a moment that AWS fires, and is the same however a span is divided", () => {
    const world = fc.record({
      cron: arbitraryCron(),
      zone: arbitraryZone(),
      year: fc.integer({ min: 1975, max: 2090 }),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(world, ({ cron, zone, year, cut }) => {
        const conversion = convertSchedule({ cron, zone, spreadMs: 0, rulesAllowed: true });
        fc.pre(conversion.ok);
        const from = Date.UTC(year, 0, 1);
        const to = Date.UTC(year + 1, 0, 1);
        const all = listOneTimes({ cron, zone, from, to });
        const change = all.at(0)?.at ?? from;
        const middle = Math.round(change - DAY + cut * 2 * DAY);
        const parts = [
          ...listOneTimes({ cron, zone, from, to: middle }),
          ...listOneTimes({ cron, zone, from: middle, to }),
        ];
        expect(middle <= from || middle >= to ? all : parts).toEqual(all);
        for (const { at } of all.slice(0, 20)) {
          expect(awsFires({ conversion, from: at - 1, to: at }), `${cron} ${zone}`).toEqual([]);
        }
      }),
    );
  }, 60_000);
});
