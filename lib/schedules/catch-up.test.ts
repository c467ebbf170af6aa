import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import { catchUp, MISSED_ROWS_MAX, walkCatchUp } from "./catch-up.pure";
import { dueBetween, nextDue } from "./next-runs.pure";
import { toSteps } from "./plan-catch-up";

const START = Date.parse("2026-02-01T11:30:00Z");
const SCHEDULES = ["*/5 * * * *", "*/15 * * * *", "0 * * * *", "30 2 * * *", "0 4 * * 0"];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"];

const arbitrary = fc.record({
  schedule: fc.record({ cron: fc.constantFrom(...SCHEDULES), zone: fc.constantFrom(...ZONES) }),
  lateMs: fc.integer({ min: 0, max: 20 * DAY }),
});

describe("what became due while nobody looked", () => {
  test("is every moment up to now, each once, and the next is the first after", () => {
    fc.assert(
      fc.property(arbitrary, ({ schedule, lateMs }) => {
        const nextDueAt = nextDue({ schedule, after: START });
        const now = nextDueAt + lateMs;
        const result = catchUp({ schedule, nextDueAt, now });
        const all = dueBetween({ schedule, from: START, to: now, limit: Infinity });
        const told = [...result.earlier, result.latest];
        expect((result.range?.count ?? 0) + told.length).toBe(all.length);
        expect(told).toEqual(all.slice(-told.length));
        expect(result.earlier.length).toBeLessThanOrEqual(MISSED_ROWS_MAX);
        expect(result.range === null).toBe(all.length <= MISSED_ROWS_MAX + 1);
        expect(result.range?.from ?? told[0]).toBe(nextDueAt);
        expect(result.next).toBe(nextDue({ schedule, after: now }));
        const perDay = [...(result.range?.perDay.values() ?? [])];
        expect(perDay.reduce((sum, count) => sum + count, 0)).toBe(result.range?.count ?? 0);
      }),
    );
  });

  test("is written in steps that lose none and repeat none", () => {
    fc.assert(
      fc.property(arbitrary, ({ schedule, lateMs }) => {
        const nextDueAt = nextDue({ schedule, after: START });
        const plan = catchUp({ schedule, nextDueAt, now: nextDueAt + lateMs });
        const steps = toSteps({ ...plan, linkId: "lnk", nextDueAt, version: 1 });
        expect(steps.flatMap(({ earlier }) => earlier)).toEqual(plan.earlier);
        expect(steps.filter(({ range }) => range !== null).length).toBe(plan.range ? 1 : 0);
        expect(steps.map(({ latest }) => latest).filter((latest) => latest !== null)).toEqual([
          plan.latest,
        ]);
        for (const [index, step] of steps.entries()) {
          expect(step.nextDueAt).toBe(index === 0 ? nextDueAt : steps[index - 1]?.next);
        }
        expect(steps.at(-1)?.next).toBe(plan.next);
      }),
    );
  });

  test("of a year of a short interval lets others work in between", () => {
    const schedule = { cron: "*/5 * * * *", zone: "UTC" };
    const nextDueAt = nextDue({ schedule, after: START });
    let pauses = 0;
    const walk = walkCatchUp({ schedule, nextDueAt, now: START + 365 * DAY });
    for (let step = walk.next(); !step.done; step = walk.next()) pauses += 1;
    expect(pauses).toBeGreaterThan(365);
  });

  test("by a schedule that cannot be read is what it waited for, and nothing is next", () => {
    const schedule = { cron: "nonsense", zone: "UTC" };
    expect(catchUp({ schedule, nextDueAt: START, now: START + HOUR + MINUTE })).toEqual({
      latest: START,
      earlier: [],
      range: null,
      next: null,
    });
  });
});
