import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { listZones } from "./list-schedules.repo";

/** The zones that schedules are in, for a filter. */
export async function listScheduleZones(ctx: Context): Promise<string[]> {
  requirePermission(ctx, "schedules.read");
  return listZones(ctx.runtime.db.read);
}
