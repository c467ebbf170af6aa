import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { startRemoval, type RemovalRefusal } from "../removal/start-removal";
import { findBackups } from "./backups.repo";
import { endItems, type ItemEnd } from "./end-items";
import type { PlanItemRow, PlanRow } from "./plan-row";
import { findPlan, patchItems } from "./plans.repo";

/** With their audit rows, events and alerts. */
const ITEMS_PER_WRITE = 20;

/**
 * `available → deleting` for each item whose justification still holds, in small writes; the others
 * end as kept, with the reason. Answers false when the plan is no longer being applied.
 */
export async function applyItems(
  ctx: Context,
  { plan, items }: { plan: PlanRow; items: readonly PlanItemRow[] },
): Promise<boolean> {
  for (let from = 0; from < items.length; from += ITEMS_PER_WRITE) {
    const part = items.slice(from, from + ITEMS_PER_WRITE);
    const goesOn = await ctx.runtime.db.write((tx) => applyPart(tx, ctx, { plan, items: part }));
    if (!goesOn) return false;
    await ctx.runtime.faultPoint?.("after-plan-apply");
  }
  return true;
}

async function applyPart(
  tx: Tx,
  ctx: Context,
  { plan, items }: { plan: PlanRow; items: readonly PlanItemRow[] },
): Promise<boolean> {
  const current = await findPlan(tx, plan.id);
  if (current?.status !== "applying") return false;
  const rows = await findBackups(
    tx,
    items.flatMap(({ backupId }) => backupId ?? []),
  );
  const kept: ItemEnd[] = [];
  for (const item of items) {
    const refusal = await startOne(tx, ctx, { item, backup: rows.get(item.backupId ?? "") });
    if (refusal) kept.push({ itemId: item.id, status: "kept", outcome: refusal.reason });
    await ctx.runtime.faultPoint?.("in-plan-apply");
  }
  await endItems(tx, ctx, kept);
  return true;
}

async function startOne(
  tx: Tx,
  ctx: Context,
  { item, backup }: { item: PlanItemRow; backup: BackupRow | undefined },
): Promise<RemovalRefusal | null> {
  if (!backup) return { code: "NoRecord", reason: "Its record is not there any more." };
  if (backup.imageId !== item.imageId) {
    return { code: "OtherImage", reason: "It has another image than when this was planned." };
  }
  if (item.mode === "record") return { code: "Record", reason: "Its image stays." };
  const set = { status: "applying" as const, updatedAt: ctx.runtime.clock.now() };
  const [taken] = await patchItems(tx, { ids: [item.id], from: ["ready"], set });
  if (!taken) return { code: "Ended", reason: "It is not open any more." };
  return startRemoval(tx, ctx, {
    backup,
    mode: item.mode,
    itemId: item.id,
    survivorIds: item.survivorIds,
    // In a plan, what speaks against an item that is applied was accepted by a person.
    belowFloor: item.evidence.some(({ kind }) => kind === "floor"),
    message: `Removed by a plan: ${item.rule}`,
  });
}
