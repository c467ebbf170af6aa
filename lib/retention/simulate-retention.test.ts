import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../clock";
import {
  arbitraryBackups,
  arbitraryInstance,
  arbitraryRules,
} from "../testing/arbitrary-retention";
import { planRetention } from "./plan-retention.pure";
import type { ProjectionInput } from "./project-retention.pure";
import type { RetentionBackup } from "./retention-rules.pure";
import { simulateRetention } from "./simulate-retention.pure";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 300);
console.info(`simulation properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const NOW = Date.parse("2026-03-20T12:00Z");
type World = ProjectionInput<RetentionBackup>;

/** From every hour to once a week, across a change of the clocks. */
const arbitraryRuns = fc
  .record({
    stepHours: fc.constantFrom(1, 1, 2, 6, 24, 168),
    count: fc.integer({ min: 0, max: 90 }),
    offset: fc.integer({ min: 1, max: HOUR }),
  })
  .map(({ stepHours, count, offset }) =>
    Array.from({ length: count }, (_, index) => NOW + offset + index * stepHours * HOUR),
  );

const world: fc.Arbitrary<World> = fc.record({
  policy: arbitraryRules(),
  backups: arbitraryBackups(NOW),
  instance: arbitraryInstance(),
  now: fc.constant(NOW),
  runs: arbitraryRuns,
});

/**
 * As a sweep does it, and knowing of nothing else: plan, take away, wait for the next moment at
 * which anything can change, plan again.
 */
function stepByStep(input: World): Map<string, number> {
  const { policy, now, runs } = input;
  const goesAt = new Map<string, number>();
  let there = [...input.backups];
  let { instance } = input;
  for (const at of momentsOf(input)) {
    const run = runs.indexOf(at);
    if (run !== -1) {
      there.push(madeAt(at, run));
      instance = { ...instance, newestEndedBad: false };
    }
    const plan = planRetention({ policy, backups: there, now: Math.max(now, at), instance });
    for (const { backup } of plan.remove) goesAt.set(backup.id, at);
    there = plan.keep.map(({ backup }) => backup);
  }
  return goesAt;
}

function momentsOf({ policy, now, backups, runs }: World): number[] {
  const ofCalendar = [
    ...backups.flatMap(({ imageCreatedAt, keepUntil }) => [imageCreatedAt, keepUntil]),
    ...[...backups.map(({ imageCreatedAt }) => imageCreatedAt), ...runs].map((at) =>
      at === null || policy.keepDays === null ? null : at + policy.keepDays * DAY,
    ),
  ].filter((at) => at !== null);
  return [...new Set([now, ...runs, ...ofCalendar])]
    .filter((at) => at >= now)
    .toSorted((a, b) => a - b);
}

function madeAt(at: number, index: number): RetentionBackup {
  return {
    id: `run_${String(index).padStart(6, "0")}`,
    kind: "scheduled",
    status: "available",
    imageCreatedAt: at,
    heldAt: null,
    keepUntil: null,
  };
}

function simulated(input: World): Map<string, number> {
  const { real, realGoesAt, runs, runGoesAt } = simulateRetention(input);
  return new Map(
    [
      ...real.map(({ id }, index) => [id, realGoesAt[index] ?? NaN] as const),
      ...runs.map((at, index) => [madeAt(at, index).id, runGoesAt[index] ?? NaN] as const),
    ].filter(([, at]) => at !== Infinity),
  );
}

const sorted = (map: Map<string, number>) =>
  Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));

describe("a simulation", () => {
  it("lets each backup go at the moment at which planning step by step does", () => {
    fc.assert(
      fc.property(world, (input) => {
        expect(sorted(simulated(input))).toEqual(sorted(stepByStep(input)));
      }),
      { seed, numRuns },
    );
  });

  it("does so where a clock goes back over two hours at once", () => {
    const troll = world.map((input) => ({
      ...input,
      now: Date.parse("2026-10-24T12:00Z"),
      policy: { ...input.policy, zone: "Antarctica/Troll", tiers: { hourly: 5, daily: 3 } },
      backups: [],
      runs: input.runs.map((at) => at - NOW + Date.parse("2026-10-24T12:00Z")),
    }));
    fc.assert(
      fc.property(troll, (input) => {
        expect(sorted(simulated(input))).toEqual(sorted(stepByStep(input)));
      }),
      { seed, numRuns },
    );
  });

  it("removes now exactly what the plan of now removes", () => {
    fc.assert(
      fc.property(world, (input) => {
        const { real, realGoesAt } = simulateRetention(input);
        const goesNow = real.filter((_, index) => realGoesAt[index] === NOW).map(({ id }) => id);
        const plan = planRetention(input);
        expect(goesNow.toSorted()).toEqual(plan.remove.map(({ backup }) => backup.id).toSorted());
      }),
      { seed, numRuns },
    );
  });
});
