import { performance } from "node:perf_hooks";
import type { RetentionBackup } from "#lib/retention/retention-rules.pure";
import { runsAhead } from "#lib/retention/runs-ahead.pure";
import { simulateInSlices } from "#lib/retention/simulate-retention.pure";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 25, 12);
const UNTIL = Date.UTC(2036, 10, 25, 12);
const LIMIT = 100_000;
const BACKUPS = 1_000;
const RUNNING = { paused: false, terminated: false, removed: false, newestEndedBad: false };

export interface TenYears {
  runs: number;
  /** Finding the moments, offsets of the zone still unknown. */
  runsMs: number;
  /** Every removal to come by a policy of all tiers. */
  simulateMs: number;
  /** The longest that a slice keeps a page from answering. */
  sliceMsMax: number;
}

/** An hourly schedule's next ten years, over 1,000 backups that are there. */
export function simulateTenYears(): TenYears {
  const schedules = [{ cron: "0 * * * *", zone: "Europe/Berlin", windows: [] }];
  const started = performance.now();
  const runs = runsAhead({ schedules, after: NOW, until: UNTIL, limit: LIMIT });
  const found = performance.now();
  const policy = {
    keepDays: 3,
    keepCount: 10,
    tiers: { hourly: 24, daily: 7, weekly: 4, monthly: 12, yearly: 3 },
    floor: 2,
    zone: "Europe/Berlin",
  };
  const steps = simulateInSlices({ policy, backups: history(), now: NOW, instance: RUNNING, runs });
  let sliceMsMax = 0;
  for (let done = false; !done;) {
    const from = performance.now();
    done = steps.next().done === true;
    sliceMsMax = Math.max(sliceMsMax, performance.now() - from);
  }
  const ended = performance.now();
  return { runs: runs.length, runsMs: found - started, simulateMs: ended - found, sliceMsMax };
}

function history(): RetentionBackup[] {
  return Array.from({ length: BACKUPS }, (_, index) => ({
    id: `bak_${String(BACKUPS - index).padStart(5, "0")}`,
    kind: "scheduled",
    status: "available",
    imageCreatedAt: NOW - index * HOUR,
    heldAt: null,
    keepUntil: null,
  }));
}
