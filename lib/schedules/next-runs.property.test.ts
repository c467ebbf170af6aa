import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryCron, arbitraryZone } from "../testing/arbitrary-schedule";
import { oracleChanges, oracleDue } from "../testing/wall-clock-oracle";
import { dueBetween, nextDue } from "./next-runs.pure";
import { parseSchedule } from "./schedule-spec.pure";
import type { Schedule } from "./schedule-spec.pure";

const DAY = 86_400_000;
const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 150);
console.info(`schedule properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const instantOfYear = (year: number) =>
  fc.integer({ min: Date.UTC(year, 0, 1), max: Date.UTC(year + 1, 0, 1) });
const world = fc.integer({ min: 1970, max: 2099 }).chain((year) =>
  fc.record({
    year: fc.constant(year),
    cron: arbitraryCron(),
    zone: arbitraryZone(),
    starts: fc.array(instantOfYear(year), { minLength: 2, maxLength: 2 }),
  }),
);

describe("due moments, against an oracle that walks the wall clock", () => {
  it("are the same in 48 hours anywhere and for 3 days around every change of the clocks", () => {
    let compared = 0;
    fc.assert(
      fc.property(world, ({ year, cron, zone, starts }) => {
        const schedule = accepted({ cron, zone });
        fc.pre(schedule !== null);
        const changes = oracleChanges({
          zone,
          fromMs: Date.UTC(year, 0, 1),
          toMs: Date.UTC(year + 1, 0, 1),
        });
        const windows = [
          ...starts.map((start) => [start, start + 2 * DAY] as const),
          ...changes.map((change) => [change - 3 * DAY, change + 3 * DAY] as const),
        ];
        for (const [from, to] of windows) {
          const expected = oracleDue({ cron, zone, fromMs: from, toMs: to });
          expect(dueBetween({ schedule, from, to, limit: 10_000 })).toEqual(expected);
          compared += expected.length;
        }
      }),
      { seed, numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns);
  }, 120_000);

  it("are the same around the next change of every zone there is", () => {
    const from = Date.UTC(2026, 1, 1);
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const change = oracleChanges({ zone, fromMs: from, toMs: from + 275 * DAY })[0] ?? from;
      for (const cron of ["30 * * * *", "*/15 */2 * * *", "20 0,1,2,3,23 * * *"]) {
        const window = { from: change - DAY, to: change + DAY };
        const found = dueBetween({ schedule: { cron, zone }, ...window, limit: 1_000 });
        const expected = oracleDue({ cron, zone, fromMs: window.from, toMs: window.to });
        expect(found, `${cron} ${zone}`).toEqual(expected);
      }
    }
  }, 120_000);
});

describe("nextDue", () => {
  it("is always later than the instant asked about, and nothing lies in between", () => {
    fc.assert(
      fc.property(world, ({ cron, zone, starts: [after = 0] }) => {
        const schedule = accepted({ cron, zone });
        fc.pre(schedule !== null);
        const due = nextDue({ schedule, after });
        expect(due).toBeGreaterThan(after);
        expect(nextDue({ schedule, after: due - 1 })).toBe(due);
        expect(nextDue({ schedule, after: Math.floor((after + due) / 2) })).toBe(
          due === after + 1 ? nextDue({ schedule, after }) : due,
        );
      }),
      { seed, numRuns },
    );
  });

  it("does not change when the schedule is stored in its canonical form and read again", () => {
    fc.assert(
      fc.property(world, ({ cron, zone }) => {
        const once = accepted({ cron, zone });
        fc.pre(once !== null);
        expect(accepted(once)).toEqual(once);
      }),
      { seed, numRuns: numRuns * 5 },
    );
  });
});

function accepted({ cron, zone }: Schedule): Schedule | null {
  const result = parseSchedule({ spec: cron, zone });
  return result.ok ? { cron: result.value.cron, zone: result.value.zone } : null;
}
