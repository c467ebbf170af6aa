import { performance } from "node:perf_hooks";
import { nextDue } from "#lib/schedules/next-runs.pure";
import { round, type Figures } from "./report";

const SCHEDULES = 100_000;
const STEP_MS = 300_000;

/**
 * The next due moment of 100,000 schedules over every IANA zone, twice in one run.
 * Keys: `schedules`, `zones`, `coldMs` (offsets still unknown), `warmMs`.
 */
export async function benchNextRuns(): Promise<Figures> {
  const zones = Intl.supportedValuesOf("timeZone");
  const coldMs = round(sweep(zones));
  return { schedules: SCHEDULES, zones: zones.length, coldMs, warmMs: round(sweep(zones)) };
}

function sweep(zones: readonly string[]): number {
  const from = performance.now();
  for (let index = 0; index < SCHEDULES; index++) {
    const cron = `${index % 60} ${index % 24} ${(index % 28) + 1} * ${index % 2 ? "*" : "1"}`;
    const schedule = { cron, zone: zones[index % zones.length] ?? "UTC" };
    nextDue({ schedule, after: Date.UTC(2026, 0, 1) + index * STEP_MS });
  }
  return performance.now() - from;
}
