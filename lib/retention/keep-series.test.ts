import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../clock";
import {
  arbitraryBackups,
  arbitraryInstance,
  arbitraryRules,
} from "../testing/arbitrary-retention";
import { keepSeries, keptAt, type SizedBackup } from "./keep-series.pure";
import { planRetention } from "./plan-retention.pure";
import { runsAhead } from "./runs-ahead.pure";
import { simulateRetention } from "./simulate-retention.pure";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 200);
console.info(`series properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const NOW = Date.parse("2026-03-20T12:00Z");
const UNTIL = NOW + 200 * DAY;
const runs = runsAhead({
  schedules: [
    { cron: "0 2 * * *", zone: "Europe/Berlin", windows: [] },
    { cron: "0 2 * * 1", zone: "Europe/Berlin", windows: [] },
    { cron: "30 14 1 * *", zone: "America/New_York", windows: [] },
  ],
  after: NOW,
  until: UNTIL,
  limit: 10_000,
});

const world = fc.record({
  policy: arbitraryRules(),
  backups: arbitraryBackups(NOW).map((backups): SizedBackup[] =>
    backups.map((backup, index) => ({ ...backup, sizeBytes: index % 5 === 0 ? null : index })),
  ),
  instance: arbitraryInstance(),
});

describe("of a simulation", () => {
  it("the reasons of any moment are the engine's own, and it would remove nothing of what is kept", () => {
    const later = fc.integer({ min: 0, max: 199 * 24 });
    fc.assert(
      fc.property(world, later, ({ policy, backups, instance }, hours) => {
        const simulation = simulateRetention({ policy, backups, instance, now: NOW, runs });
        const at = NOW + hours * HOUR;
        const kept = keptAt(simulation, at);
        const frozen = instance.newestEndedBad && at < (runs[0] ?? Infinity);
        const plan = planRetention({
          policy,
          backups: kept.map(({ backup }) => backup),
          now: at,
          instance: { ...instance, newestEndedBad: frozen },
        });
        expect(plan.remove).toEqual([]);
        expect(plan.keep.length).toBe(kept.length);
      }),
      { seed, numRuns },
    );
  });

  it("each point of the curve counts what is kept at its moment, and its size", () => {
    fc.assert(
      fc.property(world, ({ policy, backups, instance }) => {
        const simulation = simulateRetention({ policy, backups, instance, now: NOW, runs });
        const series = keepSeries(simulation, { until: UNTIL, points: 41, runBytes: 1_000 });
        for (const [point, at] of series.at.entries()) {
          const kept = keptAt(simulation, at);
          const size = kept.reduce(
            (sum, { backup }) => sum + ("sizeBytes" in backup ? (backup.sizeBytes ?? 0) : 1_000),
            0,
          );
          const made = kept
            .map(({ backup }) => backup.imageCreatedAt)
            .filter((madeAt) => madeAt !== null && madeAt <= at);
          expect(series.kept[point]).toBe(kept.length);
          expect(series.bytes[point]).toBe(size);
          expect(series.oldestAt[point]).toBe(made.length === 0 ? null : made.at(-1));
        }
      }),
      { seed, numRuns },
    );
  });

  it("schedules that come due at one moment make one backup", () => {
    const mondays = runs.filter((at) => new Date(at).getUTCDay() === 1);
    expect(new Set(runs).size).toBe(runs.length);
    expect(mondays.length).toBeGreaterThan(25);
    expect(runs.toSorted((a, b) => a - b)).toEqual(runs);
  });

  it("a schedule that cannot be read makes none", () => {
    const schedules = [{ cron: "nonsense", zone: "UTC", windows: [] }];
    expect(runsAhead({ schedules, after: NOW, until: UNTIL, limit: 5 })).toEqual([]);
  });
});
