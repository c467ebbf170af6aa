import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../clock";
import { planRetention } from "./plan-retention.pure";
import { projectRetention } from "./project-retention.pure";
import type { RetentionBackup } from "./retention-rules.pure";

const NOW = Date.parse("2026-03-20T12:00Z");
const RUNNING = { paused: false, terminated: false, removed: false, newestEndedBad: false };
const RULES = { keepDays: null, keepCount: null, tiers: {}, floor: 1, zone: "UTC" };

const daily: RetentionBackup[] = Array.from({ length: 60 }, (_, index) => ({
  id: `b${String(index).padStart(2, "0")}`,
  kind: "scheduled",
  status: "available",
  imageCreatedAt: NOW - 10 * HOUR - index * DAY,
  heldAt: index === 50 ? NOW : null,
  keepUntil: null,
}));
const runs = Array.from({ length: 200 }, (_, index) => NOW + 14 * HOUR + index * DAY);

describe("a projection", () => {
  it("names for each kept backup the moment at which planning day by day lets it go", () => {
    const policy = { ...RULES, keepDays: 3, tiers: { daily: 7, weekly: 4, monthly: 3 } };
    const projected = projectRetention({
      policy,
      backups: daily,
      now: NOW,
      instance: RUNNING,
      runs,
    });
    const seen = new Map<string, number>();
    let left = planRetention({ policy, backups: daily, now: NOW, instance: RUNNING }).keep.map(
      ({ backup }) => backup,
    );
    for (let at = NOW; at <= (runs.at(-1) ?? 0); at += HOUR) {
      const made = runs.filter((run) => run > at - HOUR && run <= at);
      left.push(...made.map((run) => ({ ...backupAt(run), id: `run-${run}` })));
      const plan = planRetention({ policy, backups: left, now: at, instance: RUNNING });
      for (const { backup } of plan.remove) if (backup.id.startsWith("b")) seen.set(backup.id, at);
      left = plan.keep.map(({ backup }) => backup);
    }
    expect(Object.fromEntries(projected)).toEqual(Object.fromEntries(seen));
    expect(seen.size).toBeGreaterThan(10);
    expect(projected.has("b50")).toBe(false);
  });

  it("without runs to come goes by the calendar alone, and keeps the floor for good", () => {
    const policy = { ...RULES, keepDays: 30, floor: 2 };
    const projected = projectRetention({
      policy,
      backups: daily,
      now: NOW,
      instance: RUNNING,
      runs: [],
    });
    expect(projected.get("b02")).toBe(NOW - 10 * HOUR + 28 * DAY);
    expect(projected.has("b00")).toBe(false);
    expect(projected.has("b01")).toBe(false);
  });

  it("takes a frozen instance to go on with its next run", () => {
    const instance = { ...RUNNING, newestEndedBad: true };
    const policy = { ...RULES, keepDays: 30 };
    const projected = projectRetention({ policy, backups: daily, now: NOW, instance, runs });
    expect(projected.get("b40")).toBe(runs[0]);
  });
});

function backupAt(at: number): RetentionBackup {
  const [template] = daily;
  if (!template) throw new Error("There is a first backup.");
  return { ...template, imageCreatedAt: at, heldAt: null };
}
