import type { Context } from "../context";
import { requireDefaultSchedule } from "./default-schedule";

/**
 * Of which schedules no window is the caller's to decide, as `requireMayExclude` would say of each: for
 * links and buttons, which would be refused. Null is of every schedule at once.
 */
export async function windowsOfEverybody(ctx: Context): Promise<ReadonlySet<string | null>> {
  if (ctx.accounts === "all") return new Set();
  const { id } = await requireDefaultSchedule(ctx.runtime.db.read);
  return new Set([null, id]);
}
