import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { findFloor, findNewest } from "../removal/floor.repo";
import { findBackups } from "./backups.repo";
import { ITEMS_PER_WRITE, objectOf, startPlan, toItemRow, type NewPlanItem } from "./create-plan";
import { enqueuePlans } from "./enqueue-plans";
import { gatherPlanJob } from "./jobs";
import { planChanged } from "./plan-changed";
import type { PlanRow } from "./plan-row";
import { findPlan, growPlan, insertItems, listTaken, patchPlan } from "./plans.repo";
import { findLeftReason, toRequestedItems, type Staying } from "./requested-items";
import { PLAN_BACKUPS_MAX } from "./schemas";
import {
  findNextSource,
  handOnSources,
  listSourceBackups,
  moveSource,
  type PlanSourceRow,
} from "./sources.repo";

const MODE = "image_and_snapshots";

/**
 * Lists the next images of the instances that a plan was asked for, in one small write that also
 * says how far it came: a process that dies loses nothing and lists nothing twice. Answers whether
 * there was anything left to list.
 */
export async function fillPlan(ctx: Context, plan: PlanRow): Promise<boolean> {
  const { db } = ctx.runtime;
  const source = await findNextSource(db.read, plan.id);
  if (!source) return false;
  const room = Math.min(ITEMS_PER_WRITE, PLAN_BACKUPS_MAX - plan.itemCount);
  if (room <= 0) {
    const nextId = await db.write((tx) => continuePlan(tx, ctx, plan.id));
    if (nextId !== null) await enqueuePlans(ctx.runtime, gatherPlanJob, [nextId]);
    return true;
  }
  // One more than there is room for tells whether it is the last part.
  const found = await listSourceBackups(db.read, { source, limit: room + 1 });
  const part = {
    planId: plan.id,
    source,
    rows: found.slice(0, room),
    isLast: found.length <= room,
  };
  await db.write((tx) => fillPart(tx, ctx, part));
  await ctx.runtime.faultPoint?.("after-plan-fill");
  return true;
}

interface Part {
  planId: string;
  source: PlanSourceRow;
  rows: ReadonlyArray<{ id: string; dueAt: number }>;
  isLast: boolean;
}

async function fillPart(tx: Tx, ctx: Context, { planId, source, rows, isLast }: Part) {
  const plan = await findPlan(tx, planId);
  if (plan?.status !== "gathering") return;
  const now = ctx.runtime.clock.now();
  const last = rows.at(-1);
  const set = {
    ...(last ? { afterDueAt: last.dueAt, afterId: last.id } : {}),
    ...(isLast ? { listedAt: now } : {}),
  };
  if (!(await moveSource(tx, { source, set }))) return;
  const found = await findBackups(
    tx,
    rows.map(({ id }) => id),
  );
  const listed = rows.flatMap(({ id }) => found.get(id) ?? []);
  const items = await toItems(tx, { plan, source, backups: listed });
  const written = await insertItems(tx, await toRows(tx, ctx, { plan, backups: found, items }));
  await growPlan(tx, { planId, rows: written, now });
  await planChanged(tx, ctx, plan);
}

/** Everything of the instance is asked for: only what became available later stays. */
async function toItems(
  tx: Tx,
  asked: { plan: PlanRow; source: PlanSourceRow; backups: readonly BackupRow[] },
): Promise<NewPlanItem[]> {
  const { instanceRef, askedAt } = asked.source;
  const floor = await findFloor(tx, instanceRef);
  const survivorIds = await findNewest(tx, { instanceRef, after: askedAt, limit: floor });
  const staying = new Map<string, Staying>([[instanceRef, { floor, survivorIds }]]);
  const by = asked.plan.requestedBy ?? "somebody";
  return toRequestedItems(tx, { backups: asked.backups, mode: MODE, by, staying });
}

/** What cannot be in the plan stands in it as kept, with the reason. */
async function toRows(
  tx: Tx,
  ctx: Context,
  of: {
    plan: PlanRow;
    backups: ReadonlyMap<string, BackupRow>;
    items: readonly NewPlanItem[];
  },
) {
  const taken = await listTaken(tx, of.items);
  const endedAt = ctx.runtime.clock.now();
  return of.items.map((item) => {
    const row = toItemRow(ctx, { planId: of.plan.id, item });
    const backup = of.backups.get(item.backupId ?? "");
    const isTaken = taken.has(objectOf(item));
    const outcome = isTaken
      ? "It is in another open plan."
      : backup && findLeftReason(backup, MODE);
    return outcome ? { ...row, status: "kept" as const, outcome, endedAt } : row;
  });
}

/** A full plan is for a person to read: the rest goes into one of its own. */
async function continuePlan(tx: Tx, ctx: Context, planId: string): Promise<string | null> {
  const plan = await findPlan(tx, planId);
  if (plan?.status !== "gathering" || plan.continuedBy !== null) return null;
  const { kind, title, automatic, requestedBy } = plan;
  const nextId = await startPlan(tx, ctx, { kind, title, automatic, requestedBy });
  const now = ctx.runtime.clock.now();
  await handOnSources(tx, { planId, to: nextId, now });
  await planChanged(tx, ctx, { id: nextId, status: "gathering" });
  const changed = await patchPlan(tx, { plan, set: { continuedBy: nextId, updatedAt: now } });
  if (changed) await planChanged(tx, ctx, changed);
  return nextId;
}
