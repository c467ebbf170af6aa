import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { clearWaiting } from "./ask-person";
import { planChanged } from "./plan-changed";
import type { PlanRow } from "./plan-row";
import { keepUnstarted, patchPlan } from "./plans.repo";

const WORDS = {
  cancelled: "The plan was cancelled.",
  expired: "Nobody answered within a day.",
} as const;

/** Its items that are not being removed stay. Null for a plan that has ended already. */
export async function closePlan(
  tx: Tx,
  ctx: Context,
  { plan, as }: { plan: PlanRow; as: keyof typeof WORDS },
): Promise<PlanRow | null> {
  if (!["gathering", "waiting", "applying"].includes(plan.status)) return null;
  const now = ctx.runtime.clock.now();
  const closed = await patchPlan(tx, {
    plan,
    set: { status: as, statusReason: WORDS[as], endedAt: now, updatedAt: now },
  });
  if (!closed) return null;
  await keepUnstarted(tx, { planId: plan.id, outcome: WORDS[as], now });
  await clearWaiting(tx, ctx, { planId: plan.id, reason: WORDS[as] });
  await planChanged(tx, ctx, closed);
  return closed;
}
