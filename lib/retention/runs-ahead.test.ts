import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import { findExclusion, type ExclusionWindow } from "../schedules/exclusion.pure";
import { dueBetween } from "../schedules/next-runs.pure";
import { arbitraryZone } from "../testing/arbitrary-schedule";
import { runsAhead, runsInSlices } from "./runs-ahead.pure";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 200);
console.info(`runs ahead properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const NOW = Date.parse("2026-03-20T12:00Z");
const zone = "UTC";
const weekend: ExclusionWindow = {
  name: "Weekend",
  scheduleId: null,
  cron: "0 0 * * 6",
  zone,
  startsAt: null,
  durationMs: 2 * DAY,
};
const once = (at: string, durationMs: number): ExclusionWindow => {
  return { ...weekend, name: "Once", cron: null, startsAt: Date.parse(at), durationMs };
};
const daily = (windows: ExclusionWindow[]) => ({ cron: "0 2 * * *", zone, windows });
const days = (runs: readonly number[]) => runs.map((at) => new Date(at).toISOString().slice(5, 10));

describe("the runs ahead", () => {
  it("leave out what an exclusion window covers, again and again or once", () => {
    const schedules = [daily([weekend, once("2026-03-24T00:00Z", 26 * HOUR + MINUTE)])];
    const runs = runsAhead({ schedules, after: NOW, until: NOW + 10 * DAY, limit: 100 });
    expect(days(runs)).toEqual(["03-23", "03-26", "03-27", "03-30"]);
  });

  it("keep a moment that one of two schedules may run", () => {
    const schedules = [daily([weekend]), { ...daily([]), cron: "0 2 * * 0" }];
    const runs = runsAhead({ schedules, after: NOW, until: NOW + 4 * DAY, limit: 100 });
    expect(days(runs)).toEqual(["03-22", "03-23", "03-24"]);
  });

  it("are looked for within the limit where windows leave none, giving way meanwhile", () => {
    const always = { ...weekend, cron: "*/5 * * * *", durationMs: 5 * MINUTE };
    const schedules = [{ cron: "*/5 * * * *", zone, windows: [always] }];
    const steps = runsInSlices({ schedules, after: NOW, until: NOW + 3_650 * DAY, limit: 2_000 });
    let pauses = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) pauses += 1;
    expect(step.value).toEqual([]);
    expect(pauses).toBe(4);
  });

  it("are those of which the engine would skip none, over any windows and zones", () => {
    const arbitraryWindow = fc.record({
      name: fc.constantFrom("A", "B"),
      scheduleId: fc.constant(null),
      cron: fc.constantFrom(null, "0 22 * * *", "30 */6 * * *", "0 0 1 * *", "nonsense"),
      zone: arbitraryZone(),
      startsAt: fc.integer({ min: -5, max: 400 }).map((hours) => NOW + hours * HOUR),
      durationMs: fc.integer({ min: 5, max: 4_000 }).map((minutes) => minutes * MINUTE),
    });
    const until = NOW + 40 * DAY;
    fc.assert(
      fc.property(
        fc.array(arbitraryWindow, { maxLength: 4 }),
        fc.constantFrom("0 2 * * *", "15 * * * *", "0 */5 * * *"),
        arbitraryZone(),
        (windows, cron, ofSchedule) => {
          const schedule = { cron, zone: ofSchedule };
          const all = dueBetween({ schedule, from: NOW, to: until, limit: 2_000 });
          const schedules = [{ ...schedule, windows }];
          expect(runsAhead({ schedules, after: NOW, until, limit: 2_000 })).toEqual(
            all.filter((at) => findExclusion({ windows, at }) === null),
          );
        },
      ),
      { seed, numRuns },
    );
  });
});
