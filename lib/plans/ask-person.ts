import { clearEntities } from "../alerts/clear-alert";
import { raiseAlert } from "../alerts/raise-alert";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { PlanRow } from "./plan-row";
import { listPlanAccounts } from "./plan-scope.repo";

const KIND = "removal.waiting";

/** One alert per account: a plan's title and reason name it, and are for those who see it alone. */
export async function askPerson(tx: Tx, ctx: Context, plan: PlanRow): Promise<void> {
  // Who asked for it is looking at it.
  if (!plan.automatic) return;
  const [accountRef, ...others] = await listPlanAccounts(tx, plan.id);
  const isOfOne = accountRef !== undefined && others.length === 0;
  const about = isOfOne ? ofAccount(plan, accountRef) : OF_MANY;
  await raiseAlert(tx, ctx, {
    kind: KIND,
    severity: "warning",
    title: "A removal waits for a person",
    suggestion: "Review each plan: apply it, or cancel it. Unanswered, it expires within a day.",
    ...about,
    member: {
      entityType: "plan",
      entityId: plan.id,
      accountRef: about.accountRef,
      message: about.message,
    },
  });
}

function ofAccount(plan: PlanRow, accountRef: string) {
  return {
    cause: `removal/waiting/${accountRef}`,
    accountRef,
    message: `${plan.title}: ${plan.breakerReason ?? "It was not made to apply by itself."}`,
    link: `/plans/${plan.id}`,
  };
}

const OF_MANY = {
  cause: "removal/waiting",
  accountRef: null,
  message: "A plan of more than one account waits.",
  link: "/plans?status=waiting",
};

export async function clearWaiting(
  tx: Tx,
  ctx: Context,
  { planId, reason }: { planId: string; reason: string },
): Promise<void> {
  await clearEntities(tx, ctx, {
    entityType: "plan",
    entityIds: [planId],
    kinds: [KIND],
    reason,
  });
}
