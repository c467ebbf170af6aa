import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { requireSeesReceivers } from "../discovery/rules/require-sees-receivers";
import { ForbiddenError } from "../errors";
import { hasHiddenFollowers } from "./hidden-followers.repo";

/** Whether and when an instance is backed up is decided by nobody who may not see it. Null: of all schedules. */
export async function requireSeesFollowers(
  q: Queryable,
  ctx: Context,
  scheduleId: string | null,
): Promise<void> {
  if (scheduleId !== null) await requireSeesReceivers(q, ctx, { scheduleId, suggestion });
  if (!(await hasHiddenFollowers(q, { scheduleId, accounts: ctx.accounts }))) return;
  throw new ForbiddenError("It would hold for instances that you may not see.", { suggestion });
}

const suggestion = "Make a schedule of your own, and give it to your instances.";
