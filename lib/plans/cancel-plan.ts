import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import { ConflictError } from "../errors";
import type { PlanDto } from "./dto";
import { closePlan } from "./close-plan";
import { requireWholePlan } from "./require-whole-plan";
import { PlanId } from "./schemas";
import { stopUnsent } from "./stop-unsent";
import { toPlanDto } from "./to-plan-dto";

/** What is not being removed yet stays. What AWS was asked for already comes to its own end. */
export async function cancelPlan(ctx: Context, input: { planId: string }): Promise<PlanDto> {
  requirePermission(ctx, "plans.write");
  const planId = PlanId.parse(input.planId);
  const cancelled = await writeAs(ctx, async (tx) => {
    const plan = await requireWholePlan(tx, ctx, planId);
    const closed = await closePlan(tx, ctx, { plan, as: "cancelled" });
    if (!closed) throw new ConflictError(`The plan is ${plan.status} already.`);
    await recordAudit(tx, ctx, {
      action: "plan.cancel",
      targetType: "plan",
      targetId: planId,
      before: { status: plan.status },
      after: { title: plan.title, itemCount: plan.itemCount },
    });
    return closed;
  });
  await stopUnsent(ctx, planId);
  return toPlanDto(cancelled);
}
