import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { ForbiddenError, NotFoundError } from "../errors";
import type { PlanRow } from "./plan-row";
import { findScopedPlan, listSeenInPart } from "./plan-scope.repo";

/** For what decides a plan: whoever sees a part of it decides nothing of it. */
export async function requireWholePlan(
  q: Queryable,
  { accounts }: Context,
  planId: string,
): Promise<PlanRow> {
  const plan = await findScopedPlan(q, { planId, accounts });
  if (!plan) throw new NotFoundError("The plan");
  const inPart = await listSeenInPart(q, { planIds: [planId], accounts });
  if (inPart.length === 0) return plan;
  throw new ForbiddenError("The plan is about accounts too that you may not see.", {
    suggestion: "Who sees all of them applies it, cancels it, or leaves something out.",
    reason: "plan_seen_in_part",
  });
}
