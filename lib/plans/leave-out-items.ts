import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { toBulkReport, type BulkItemDto, type BulkReportDto } from "../bulk";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError, NotFoundError } from "../errors";
import { actorName } from "./actor-name";
import { closePlan } from "./close-plan";
import { countItems, findItems } from "./items.repo";
import { planChanged } from "./plan-changed";
import type { PlanRow } from "./plan-row";
import { findScopedPlan } from "./plan-scope.repo";
import { patchItems } from "./plans.repo";
import { LeaveOutInput } from "./schemas";

/** Of a plan that waits: these stay, the others may still go. A plan of which nothing is left is cancelled. */
export async function leaveOutItems(ctx: Context, input: LeaveOutInput): Promise<BulkReportDto> {
  requirePermission(ctx, "plans.write");
  const { planId, ids } = LeaveOutInput.parse(input);
  return ctx.runtime.db.write(async (tx) => {
    const plan = await findScopedPlan(tx, { planId, accounts: ctx.accounts, whole: true });
    if (!plan) throw new NotFoundError("The plan");
    if (plan.status !== "waiting") {
      throw new ConflictError("Items are left out while the plan waits for an answer.", {
        reason: "PlanNotWaiting",
      });
    }
    return leaveOut(tx, ctx, { plan, ids: [...new Set(ids)] });
  });
}

async function leaveOut(
  tx: Tx,
  ctx: Context,
  { plan, ids }: { plan: PlanRow; ids: string[] },
): Promise<BulkReportDto> {
  const now = ctx.runtime.clock.now();
  const outcome = `Left out by ${actorName(ctx.actor)}.`;
  const known = await findItems(tx, { planId: plan.id, ids });
  const kept = await patchItems(tx, {
    ids: known.map(({ id }) => id),
    from: ["ready", "blocked"],
    set: { status: "kept", outcome, endedAt: now, updatedAt: now },
  });
  const keptIds = new Set(kept.map(({ id }) => id));
  if (kept.length > 0) await tell(tx, ctx, { plan, ids: [...keptIds] });
  return toBulkReport(
    ids.map((id): BulkItemDto => {
      if (keptIds.has(id)) return { id, ok: true, text: "it stays", link: null };
      const isKnown = known.some((item) => item.id === id);
      return { id, ok: false, error: isKnown ? ENDED : UNKNOWN };
    }),
  );
}

const ENDED = {
  code: "conflict",
  message: "It is not waiting in the plan any more.",
  suggestion: null,
  link: null,
};
const UNKNOWN = {
  code: "not_found",
  message: "It is not in the plan.",
  suggestion: null,
  link: null,
};

async function tell(
  tx: Tx,
  ctx: Context,
  { plan, ids }: { plan: PlanRow; ids: string[] },
): Promise<void> {
  await recordAudit(tx, ctx, {
    action: "plan.leave-out",
    targetType: "plan",
    targetId: plan.id,
    after: { title: plan.title, itemIds: ids },
  });
  const { ready, blocked } = await countItems(tx, plan.id);
  if (ready || blocked) await planChanged(tx, ctx, plan);
  else await closePlan(tx, ctx, { plan, as: "cancelled" });
}
