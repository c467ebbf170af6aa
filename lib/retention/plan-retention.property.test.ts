import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arbitraryBackups,
  arbitraryInstance,
  arbitraryRules,
} from "../testing/arbitrary-retention";
import { floorOf, planRetention, type RetentionInput } from "./plan-retention.pure";
import { isEmptyPolicy, type RetentionBackup, type RetentionRules } from "./retention-rules.pure";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 400);
console.info(`retention properties: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${numRuns}`);

const NOW = Date.parse("2026-11-25T12:00Z");
const world = fc.record({
  policy: arbitraryRules(),
  backups: arbitraryBackups(NOW),
  instance: arbitraryInstance(),
  now: fc.constant(NOW),
});
type World = RetentionInput<RetentionBackup>;

const idsOf = (items: ReadonlyArray<{ backup: RetentionBackup }>) =>
  items.map(({ backup }) => backup.id);
const without = (input: World, gone: ReadonlySet<string>): World => ({
  ...input,
  backups: input.backups.filter(({ id }) => !gone.has(id)),
});

const always = (holds: (input: World) => void) =>
  fc.assert(fc.property(world, holds), { seed, numRuns });

describe("whatever the policy and the history", () => {
  it("each available backup is kept or removed, and nothing else is", () => {
    always((input) => {
      const plan = planRetention(input);
      const judged = input.backups.filter(({ status }) => status === "available");
      expect([...idsOf(plan.keep), ...idsOf(plan.remove)].toSorted()).toEqual(
        judged.map(({ id }) => id).toSorted(),
      );
      for (const { reasons } of [...plan.keep, ...plan.remove]) expect(reasons).not.toEqual([]);
    });
  });

  it("neither a held backup, nor one that a person keeps, nor one of the future goes", () => {
    always((input) => {
      for (const { backup } of planRetention(input).remove) {
        expect(backup.heldAt).toBeNull();
        expect(backup.keepUntil ?? 0).toBeLessThanOrEqual(NOW);
        expect(backup.imageCreatedAt ?? Infinity).toBeLessThanOrEqual(NOW);
        expect(backup.kind === "manual" && backup.keepUntil === null).toBe(false);
      }
    });
  });

  it("as many as the floor says stay, and justify what goes", () => {
    always((input) => {
      const plan = planRetention(input);
      if (plan.remove.length === 0) return;
      const floor = floorOf(input.policy);
      const counted = plan.keep.filter(
        ({ backup }) => backup.heldAt === null && (backup.imageCreatedAt ?? Infinity) <= NOW,
      );
      expect(counted.length).toBeGreaterThanOrEqual(floor);
      expect(plan.survivorIds).toEqual(idsOf(counted).slice(0, floor));
    });
  });

  it("a second look removes nothing more, whatever part of the first was carried out", () => {
    always((input) => {
      const first = planRetention(input);
      for (const part of [1, 2, 3]) {
        const gone = idsOf(first.remove).filter((_, index) => index % part === 0);
        const second = planRetention(without(input, new Set(gone)));
        const left = new Set(idsOf(first.remove).filter((id) => !gone.includes(id)));
        for (const id of idsOf(second.remove)) expect(left.has(id)).toBe(true);
      }
    });
  });

  it("another rule, or more of one, never removes more", () => {
    always((input) => {
      fc.pre(!isEmptyPolicy(input.policy));
      const before = new Set(idsOf(planRetention(input).remove));
      for (const policy of moreGenerous(input.policy)) {
        for (const id of idsOf(planRetention({ ...input, policy }).remove)) {
          expect(before.has(id)).toBe(true);
        }
      }
    });
  });

  it("nothing goes of a frozen or removed instance, nor by an empty policy", () => {
    always((input) => {
      const empty = { ...input.policy, keepDays: null, keepCount: null, tiers: {} };
      const calm = { paused: false, terminated: false, removed: false, newestEndedBad: true };
      expect(planRetention({ ...input, policy: empty }).remove).toEqual([]);
      expect(planRetention({ ...input, instance: calm }).remove).toEqual([]);
      expect(planRetention({ ...input, instance: { ...calm, removed: true } }).remove).toEqual([]);
    });
  });

  it("the order in which the backups come changes nothing", () => {
    always((input) => {
      const turned = { ...input, backups: input.backups.toReversed() };
      expect(planRetention(turned)).toEqual(planRetention(input));
    });
  });
});

function moreGenerous(policy: RetentionRules): RetentionRules[] {
  const { keepDays, keepCount, tiers, floor } = policy;
  return [
    { ...policy, keepDays: (keepDays ?? 0) + 5 },
    { ...policy, keepCount: (keepCount ?? 0) + 2 },
    { ...policy, floor: floor + 2 },
    { ...policy, tiers: { ...tiers, daily: (tiers.daily ?? 0) + 2 } },
    { ...policy, tiers: { ...tiers, weekly: (tiers.weekly ?? 0) + 1 } },
    { ...policy, tiers: { ...tiers, hourly: (tiers.hourly ?? 0) + 3 } },
  ];
}
