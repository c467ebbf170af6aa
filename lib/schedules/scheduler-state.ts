import { requirePermission } from "../auth/require-permission";
import { MINUTE, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { TICK_LEASE } from "../health/get-readiness";
import { findLease } from "../leases/leases.repo";
import type { Runtime } from "../runtime";
import type { SchedulerStateDto } from "./dto";

/** Not run for so long, nothing becomes due any more as far as anybody can tell. */
export const TICK_SILENT_MS = MINUTE;

export async function getSchedulerState(ctx: Context): Promise<SchedulerStateDto> {
  requirePermission(ctx, "schedules.read");
  const { running, lastTickAt } = await readSchedulerState(ctx.runtime);
  return { running, lastTickAt: toIsoOrNull(lastTickAt) };
}

/** A tick of the future says no more than an old one: the clock was changed since. */
export async function readSchedulerState(
  runtime: Runtime,
): Promise<{ running: boolean; lastTickAt: number | null }> {
  const tick = await findLease(runtime.db.read, TICK_LEASE);
  if (!tick) return { running: false, lastTickAt: null };
  const ageMs = Math.abs(runtime.clock.now() - tick.renewedAt);
  return { running: ageMs <= TICK_SILENT_MS, lastTickAt: tick.renewedAt };
}
