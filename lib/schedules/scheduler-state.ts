import { requirePermission } from "../auth/require-permission";
import { MINUTE, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { LEDGER_DONE_LEASE, TICK_DONE_LEASE, TICK_LEASE } from "../health/get-readiness";
import { findLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";
import type { SchedulerStateDto } from "./dto";

/** Not run for so long, nothing becomes due any more as far as anybody can tell. */
export const TICK_SILENT_MS = MINUTE;

export async function getSchedulerState(ctx: Context): Promise<SchedulerStateDto> {
  requirePermission(ctx, "schedules.read");
  const { running, ledgerRunning, lastTickAt } = await readSchedulerState(ctx.runtime);
  return { running, ledgerRunning, lastTickAt: toIsoOrNull(lastTickAt) };
}

/** A tick of the future says no more than an old one: the clock was changed since. */
export async function readSchedulerState(
  runtime: Runtime,
): Promise<{ running: boolean; ledgerRunning: boolean; lastTickAt: number | null }> {
  const { read } = runtime.db;
  const [tick, done, ledger] = await Promise.all(
    [TICK_LEASE, TICK_DONE_LEASE, LEDGER_DONE_LEASE].map((name) => findLease(read, name)),
  );
  const isRecent = (at: number | undefined) =>
    at !== undefined && Math.abs(runtime.clock.now() - at) <= TICK_SILENT_MS;
  const running = isRecent(tick?.renewedAt) && isRecent(done?.renewedAt);
  return {
    running,
    ledgerRunning: isRecent(ledger?.renewedAt),
    lastTickAt: tick?.renewedAt ?? null,
  };
}
