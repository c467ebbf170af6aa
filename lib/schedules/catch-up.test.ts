import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import { catchUp, MISSED_ROWS_MAX, walkCatchUp } from "./catch-up.pure";
import { findExclusion } from "./exclusion.pure";
import { dueBetween, nextDue } from "./next-runs.pure";
import { toSteps } from "./plan-catch-up";

const START = Date.parse("2026-02-01T11:30:00Z");
const SCHEDULES = ["*/5 * * * *", "*/15 * * * *", "0 * * * *", "30 2 * * *", "0 4 * * 0"];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"];

/** Windows of every kind, of which some are longer than their interval. */
const window = fc
  .record({
    cron: fc.constantFrom(null, "0 22 * * *", "30 1 * * 0", "0 */6 * * *"),
    startsAt: fc.integer({ min: START - DAY, max: START + 20 * DAY }),
    zone: fc.constantFrom(...ZONES),
    durationMs: fc.integer({ min: 5 * MINUTE, max: 30 * HOUR }),
  })
  .map((drawn) => ({ name: "Closed", scheduleId: null, ...drawn }));

const arbitrary = fc.record({
  windows: fc.array(window, { maxLength: 3 }),
  schedule: fc.record({ cron: fc.constantFrom(...SCHEDULES), zone: fc.constantFrom(...ZONES) }),
  lateMs: fc.integer({ min: 0, max: 20 * DAY }),
});

describe("what became due while nobody looked", () => {
  test("is every moment up to now, each once, and the next is the first after", () => {
    fc.assert(
      fc.property(arbitrary, ({ schedule, lateMs, windows }) => {
        const nextDueAt = nextDue({ schedule, after: START });
        const now = nextDueAt + lateMs;
        const result = catchUp({ schedule, nextDueAt, now, windows });
        const all = dueBetween({ schedule, from: START, to: now, limit: Infinity });
        const told = [...result.earlier.map(({ dueAt }) => dueAt), result.latest];
        expect((result.range?.count ?? 0) + told.length).toBe(all.length);
        expect(told).toEqual(all.slice(-told.length));
        expect(result.earlier.length).toBeLessThanOrEqual(MISSED_ROWS_MAX);
        expect(result.range === null).toBe(all.length <= MISSED_ROWS_MAX + 1);
        const firstMissed = all.find((at) => findExclusion({ windows, at }) === null);
        const rangeFrom = result.range && Math.min(firstMissed ?? Infinity, result.range.to);
        expect(result.range?.from).toBe(
          result.range?.missedPerDay.size === 0 ? nextDueAt : (rangeFrom ?? undefined),
        );
        expect(result.next).toBe(nextDue({ schedule, after: now }));
        const older = all.slice(0, all.length - told.length);
        const skipped = older.filter((at) => findExclusion({ windows, at }) !== null);
        expect(sumOf(result.range?.skippedPerDay)).toBe(skipped.length);
        expect(sumOf(result.range?.missedPerDay)).toBe(older.length - skipped.length);
        for (const { dueAt, excludedBy } of result.earlier) {
          expect(excludedBy).toBe(findExclusion({ windows, at: dueAt })?.name ?? null);
        }
      }),
    );
  });

  test("is written in steps that lose none and repeat none", () => {
    fc.assert(
      fc.property(arbitrary, ({ schedule, lateMs, windows }) => {
        const nextDueAt = nextDue({ schedule, after: START });
        const plan = catchUp({ schedule, nextDueAt, now: nextDueAt + lateMs, windows });
        const steps = toSteps({
          ...plan,
          linkId: "lnk",
          nextDueAt,
          version: 1,
          startWindowMs: HOUR,
        });
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
    const walk = walkCatchUp({ schedule, nextDueAt, now: START + 365 * DAY, windows: [] });
    for (let step = walk.next(); !step.done; step = walk.next()) pauses += 1;
    expect(pauses).toBeGreaterThan(365);
  });

  test("by a schedule that cannot be read is what it waited for, and nothing is next", () => {
    const schedule = { cron: "nonsense", zone: "UTC" };
    const now = START + HOUR + MINUTE;
    expect(catchUp({ schedule, nextDueAt: START, now, windows: [] })).toEqual({
      latest: START,
      earlier: [],
      range: null,
      next: null,
    });
  });
});

function sumOf(perDay: ReadonlyMap<number, number> | undefined): number {
  return [...(perDay?.values() ?? [])].reduce((sum, count) => sum + count, 0);
}
