import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { RequestedPlansDto } from "./dto";
import { listWithImage } from "./backups.repo";
import { listOpenPlansOf } from "./plans.repo";
import { requestPlan } from "./request-plan";
import { PLAN_BACKUPS_MAX, RequestInstancesPlanInput } from "./schemas";

/**
 * Plans for the images, with their snapshots, of every backup of these instances, also of those that
 * were removed. Nothing goes before a person has reviewed and applied them. Asked for again, it
 * answers with the plans that they are in.
 */
export async function requestInstancesPlan(
  ctx: Context,
  input: RequestInstancesPlanInput,
): Promise<RequestedPlansDto> {
  requirePermission(ctx, "plans.write");
  requirePermission(ctx, "backups.delete");
  const { ids } = RequestInstancesPlanInput.parse(input);
  const { db } = ctx.runtime;
  const found = await listWithImage(db.read, { instanceRefs: ids, accounts: ctx.accounts });
  const planIds = new Set<string>();
  const left: RequestedPlansDto["left"] = [];
  for (let from = 0; from < found.length; from += PLAN_BACKUPS_MAX) {
    const backupIds = found.slice(from, from + PLAN_BACKUPS_MAX);
    const plan = await requestPlan(ctx, { backupIds, mode: "image_and_snapshots" });
    for (const planId of await listOpenPlansOf(db.read, backupIds)) planIds.add(planId);
    left.push(...plan.left);
  }
  return { planIds: [...planIds], left };
}
