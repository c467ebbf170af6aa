import { recordAudit, recordAudits } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvents } from "../events/emit-event";
import { clearWaiting } from "./ask-person";
import { planChanged } from "./plan-changed";
import type { PlanItemRow } from "./plan-row";
import { findPlan, hasOpenItems, OPEN_ITEM_STATUSES, patchItems, patchPlan } from "./plans.repo";

export interface ItemEnd {
  itemId: string;
  status: "removed" | "kept" | "failed";
  /** What became of it, one sentence. */
  outcome: string;
}

/** Writes how items of plans ended; a plan whose last one it was is applied. */
export async function endItems(tx: Tx, ctx: Context, ends: readonly ItemEnd[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  const ended: PlanItemRow[] = [];
  for (const { itemId, status, outcome } of ends) {
    const set = { status, outcome, endedAt: now, updatedAt: now };
    ended.push(...(await patchItems(tx, { ids: [itemId], from: OPEN_ITEM_STATUSES, set })));
  }
  if (ended.length === 0) return;
  await emitEvents(
    ctx.runtime,
    tx,
    ended.map((item) => ({
      type: "plan.item",
      entityId: item.planId,
      accountRef: item.accountRef,
      data: { itemId: item.id, status: item.status },
    })),
  );
  await recordAudits(tx, ctx, ended.filter(isLostOrphan).map(toAuditEntry));
  for (const planId of new Set(ended.map((item) => item.planId))) await endPlan(tx, ctx, planId);
}

/** What AWS has no more and no record tells of. */
function isLostOrphan({ backupId, status }: PlanItemRow): boolean {
  return backupId === null && status === "removed";
}

function toAuditEntry({ planId, accountRef, imageId, snapshotIds, outcome }: PlanItemRow) {
  return {
    action: "orphan.deleted",
    targetType: "plan",
    targetId: planId,
    accountRef,
    after: { imageId, snapshotIds, outcome },
  };
}

/** Applied once nothing of it is open; does nothing before. */
export async function endPlan(tx: Tx, ctx: Context, planId: string): Promise<void> {
  const plan = await findPlan(tx, planId);
  if (plan?.status !== "applying" || (await hasOpenItems(tx, planId))) return;
  const now = ctx.runtime.clock.now();
  const applied = await patchPlan(tx, {
    plan,
    set: { status: "applied", endedAt: now, updatedAt: now, statusReason: null },
  });
  if (!applied) return;
  await planChanged(tx, ctx, applied);
  await clearWaiting(tx, ctx, { planId, reason: "The plan was applied." });
  await recordAudit(tx, ctx, {
    action: "plan.applied",
    targetType: "plan",
    targetId: planId,
    after: { kind: applied.kind, itemCount: applied.itemCount, appliedBy: applied.appliedBy },
  });
}
