import { expect, it } from "vitest";
import { DAY } from "../clock";
import { planRetention } from "../retention/plan-retention.pure";
import type { RetentionBackup } from "../retention/retention-rules.pure";
import { keptByPlan } from "./kept-by-plan.pure";

const NOW = Date.parse("2026-02-01T00:00:00Z");
const IDS = ["newest", "second", "third", "fourth", "victim"];

function judge(options: { floor: number; held?: string; keepDays?: number }): string | null {
  const { floor, held, keepDays = 10 } = options;
  const backups: RetentionBackup[] = IDS.map((id, index) => ({
    id,
    kind: "scheduled",
    status: "available",
    imageCreatedAt: NOW - (20 + index) * DAY,
    heldAt: id === held ? NOW : null,
    keepUntil: null,
  }));
  const policy = { keepDays, keepCount: null, tiers: {}, floor, zone: "UTC" };
  const instance = { paused: false, terminated: false, removed: false, newestEndedBad: false };
  return keptByPlan({
    plan: planRetention({ policy, backups, now: NOW, instance }),
    policy: { name: "Default", floor },
    victimId: "victim",
    survivorIds: ["newest", "second"],
    now: NOW,
  });
}

it("lets go while the survivors that were named make up the floor", () => {
  expect(judge({ floor: 2 })).toBeNull();
});

it("keeps what a policy keeps now", () => {
  expect(judge({ floor: 2, keepDays: 30 })).toBe("By AWS's time its policy Default keeps it.");
});

it("keeps it when the floor was raised above the survivors that AWS is asked about", () => {
  expect(judge({ floor: 3 })).toMatch(/^Only 2 of those .* floor is 3\.$/);
});

it("keeps it when a survivor was held since: it counts for nothing", () => {
  expect(judge({ floor: 2, held: "second" })).toMatch(/^Only 1 of those/);
});
