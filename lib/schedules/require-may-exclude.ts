import { requireEveryAccount } from "../auth/require-permission";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { requireSeesFollowers } from "./require-sees-followers";
import { findSchedule } from "./schedules.repo";

/**
 * Who decides about a window of this schedule, or of all of them: one for all, or for the one that
 * instances are added with, stops also what other accounts have not got yet.
 */
export async function requireMayExclude(
  q: Queryable,
  ctx: Context,
  scheduleId: string | null,
): Promise<void> {
  if (scheduleId === null) {
    const fields = { scheduleId: ["Choose a schedule of yours."] };
    return requireEveryAccount(ctx, "A window for every schedule is", { fields });
  }
  const schedule = await findSchedule(q, scheduleId);
  if (schedule?.isDefault) requireEveryAccount(ctx, "The default schedule is");
  await requireSeesFollowers(q, ctx, scheduleId);
}
