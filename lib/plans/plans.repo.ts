import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { planItems, plans } from "../db/schema";
import { PLAN_ITEM_STATUSES, type PlanItemStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { NewPlanItem } from "./create-plan";
import type { PlanItemPatch, PlanItemRow, PlanPatch, PlanRow } from "./plan-row";

/** Something is still to be done for it. */
export const OPEN_ITEM_STATUSES = ["gathering", "ready", "applying"] as const;
export const ENDED_ITEM_STATUSES = PLAN_ITEM_STATUSES.filter(
  (status): status is Exclude<PlanItemStatus, (typeof OPEN_ITEM_STATUSES)[number]> =>
    !OPEN_ITEM_STATUSES.some((open) => open === status),
);

export async function insertPlan(tx: Tx, row: typeof plans.$inferInsert): Promise<PlanRow> {
  const [inserted] = await tx.insert(plans).values(row).returning();
  if (!inserted) throw new Error("A plan that was inserted must be there.");
  return inserted;
}

export async function findPlan(q: Queryable, planId: string): Promise<PlanRow | null> {
  const [row] = await q.select().from(plans).where(eq(plans.id, planId)).limit(1);
  return row ?? null;
}

/** While it is still in the status it was read in; else null. */
export async function patchPlan(
  tx: Tx,
  { plan, set }: { plan: Pick<PlanRow, "id" | "status">; set: PlanPatch },
): Promise<PlanRow | null> {
  const [row] = await tx
    .update(plans)
    .set(set)
    .where(and(eq(plans.id, plan.id), eq(plans.status, plan.status)))
    .returning();
  return row ?? null;
}

export async function insertItems(
  tx: Tx,
  rows: ReadonlyArray<typeof planItems.$inferInsert>,
): Promise<PlanItemRow[]> {
  return tx
    .insert(planItems)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
}

/** Counts new items into a plan that is still gathering, of what may go its size; else takes them out again. */
export async function growPlan(
  tx: Tx,
  { planId, rows, now }: { planId: string; rows: readonly PlanItemRow[]; now: number },
): Promise<boolean> {
  const sizeBytes = rows
    .filter(({ status }) => status !== "kept")
    .reduce((sum, row) => sum + (row.sizeBytes ?? 0), 0);
  const [grown] = await tx
    .update(plans)
    .set({
      itemCount: sql`${plans.itemCount} + ${rows.length}`,
      sizeBytes: sql`${plans.sizeBytes} + ${sizeBytes}`,
      updatedAt: now,
    })
    .where(and(eq(plans.id, planId), eq(plans.status, "gathering")))
    .returning({ id: plans.id });
  if (grown) return true;
  await tx.delete(planItems).where(
    inArray(
      planItems.id,
      rows.map(({ id }) => id),
    ),
  );
  return false;
}

// Literals, as the partial index has them: only so SQLite uses it.
const isOpenBackup = sql`${planItems.status} in ('gathering', 'ready', 'applying') and ${planItems.backupId} is not null`;

/** Which of these are in an open plan, each by what names it; see objectOf. */
export async function listTaken(
  q: Queryable,
  items: readonly NewPlanItem[],
): Promise<ReadonlySet<string>> {
  const backupIds = items.flatMap(({ backupId }) => backupId ?? []);
  const imageIds = items.flatMap(({ imageId }) => imageId ?? []);
  const loose = items.some(({ imageId, backupId }) => imageId === null && backupId === null);
  const isOpen = inArray(planItems.status, [...OPEN_ITEM_STATUSES]);
  const columns = {
    backupId: planItems.backupId,
    imageId: planItems.imageId,
    snapshotIds: planItems.snapshotIds,
  };
  const rows = [
    ...(await q
      .select(columns)
      .from(planItems)
      .where(and(isOpenBackup, inArray(planItems.backupId, backupIds)))),
    ...(await q
      .select(columns)
      .from(planItems)
      .where(and(isOpen, inArray(planItems.imageId, imageIds)))),
    ...(loose ? await listLoose(q) : []),
  ];
  const taken = new Set<string>();
  for (const { backupId, imageId, snapshotIds } of rows) {
    if (backupId !== null) taken.add(backupId);
    if (imageId !== null) taken.add(imageId);
    if (backupId === null && imageId === null) taken.add(snapshotIds.toSorted().join(" "));
  }
  return taken;
}

/** Snapshots of no image in open plans, which are few. */
async function listLoose(q: Queryable) {
  return q
    .select({
      backupId: planItems.backupId,
      imageId: planItems.imageId,
      snapshotIds: planItems.snapshotIds,
    })
    .from(plans)
    .innerJoin(planItems, eq(planItems.planId, plans.id))
    .where(
      and(
        inArray(plans.status, ["gathering", "waiting", "applying"]),
        inArray(planItems.status, [...OPEN_ITEM_STATUSES]),
        isNull(planItems.imageId),
        isNull(planItems.backupId),
      ),
    );
}

/** Items that are still open, each by its id; answers with those it was not too late for. */
export async function patchItems(
  tx: Tx,
  options: { ids: readonly string[]; from: readonly PlanItemStatus[]; set: PlanItemPatch },
): Promise<PlanItemRow[]> {
  if (options.ids.length === 0) return [];
  return tx
    .update(planItems)
    .set(options.set)
    .where(
      and(inArray(planItems.id, [...options.ids]), inArray(planItems.status, [...options.from])),
    )
    .returning();
}

export async function hasOpenItems(q: Queryable, planId: string): Promise<boolean> {
  const [row] = await q
    .select({ id: planItems.id })
    .from(planItems)
    .where(and(eq(planItems.planId, planId), inArray(planItems.status, [...OPEN_ITEM_STATUSES])))
    .limit(1);
  return row !== undefined;
}

/** Whatever of a plan is not being removed yet stays: one statement, however many. */
export async function keepUnstarted(
  tx: Tx,
  { planId, outcome, now }: { planId: string; outcome: string; now: number },
): Promise<void> {
  await tx
    .update(planItems)
    .set({ status: "kept", outcome, endedAt: now, updatedAt: now })
    .where(and(eq(planItems.planId, planId), inArray(planItems.status, ["gathering", "ready"])));
}
