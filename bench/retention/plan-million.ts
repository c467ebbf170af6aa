import { performance } from "node:perf_hooks";
import { planRetention } from "#lib/retention/plan-retention.pure";
import type { RetentionBackup, RetentionRules } from "#lib/retention/retention-rules.pure";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 25, 12);
const INSTANCES = 10_000;
const BACKUPS = 100;
const RUNNING = { paused: false, terminated: false, removed: false, newestEndedBad: false };

/** 10,000 instances with 100 backups each, over every zone; the offsets of zones still unknown. */
export function planMillion(): { milliseconds: number; kept: number; removed: number } {
  const zones = Intl.supportedValuesOf("timeZone");
  const histories = Array.from({ length: INSTANCES }, (_, index) => historyOf(index));
  let kept = 0;
  let removed = 0;
  const from = performance.now();
  for (const [index, backups] of histories.entries()) {
    const policy = policyOf(index, zones[index % zones.length] ?? "UTC");
    const plan = planRetention({ policy, backups, now: NOW, instance: RUNNING });
    kept += plan.keep.length;
    removed += plan.remove.length;
  }
  return { milliseconds: performance.now() - from, kept, removed };
}

/** From one each hour to one each four days, the oldest first as a database gives them. */
function historyOf(index: number): RetentionBackup[] {
  const stepMs = HOUR * (1 + (index % 96));
  return Array.from({ length: BACKUPS }, (_, number) => ({
    id: `bak_${index}_${String(number).padStart(3, "0")}`,
    kind: number % 25 === 24 ? ("manual" as const) : ("scheduled" as const),
    status: "available" as const,
    imageCreatedAt: NOW - (BACKUPS - number) * stepMs - index * 1_000,
    heldAt: number % 40 === 39 ? NOW : null,
    keepUntil: null,
  }));
}

function policyOf(index: number, zone: string): RetentionRules {
  return {
    keepDays: index % 3 === 0 ? null : 30,
    keepCount: index % 4 === 0 ? 10 : null,
    tiers:
      index % 2 === 0
        ? { daily: 7, weekly: 4, monthly: 12 }
        : { hourly: 24, daily: 7, weekly: 4, monthly: 12, yearly: 3 },
    floor: 2,
    zone,
  };
}
