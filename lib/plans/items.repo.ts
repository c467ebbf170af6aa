import { and, asc, count, eq, gt, inArray, isNull, lte, not, or, sql, sum } from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { planItems, plans } from "../db/schema";
import type { PlanItemStatus, PlanStatus, RemovalMode } from "../db/schema/constants";
import type { PlanItemRow } from "./plan-row";

export type ItemPlace = Pick<PlanItemRow, "accountRef" | "region">;

/** Items of one account and region, those of the plan's next place; of none in `except`. */
export async function listItems(
  q: Queryable,
  options: { planId: string; status: PlanItemStatus; limit: number; except?: readonly ItemPlace[] },
): Promise<PlanItemRow[]> {
  const { planId, status, except = [] } = options;
  const rows = await q
    .select()
    .from(planItems)
    .where(and(eq(planItems.planId, planId), eq(planItems.status, status), notIn(except)))
    .orderBy(asc(planItems.id))
    .limit(options.limit);
  const [first] = rows;
  return rows.filter((row) => row.accountRef === first?.accountRef && row.region === first.region);
}

function notIn(places: readonly ItemPlace[]) {
  return and(
    ...places.map(({ accountRef, region }) =>
      not(sql`(${planItems.accountRef} = ${accountRef} and ${planItems.region} = ${region})`),
    ),
  );
}

export async function countItems(
  q: Queryable,
  planId: string,
  accounts: AccountScope = "all",
): Promise<Partial<Record<PlanItemStatus, { count: number; sizeBytes: number }>>> {
  const rows = await q
    .select({ status: planItems.status, count: count(), sizeBytes: sum(planItems.sizeBytes) })
    .from(planItems)
    .where(and(eq(planItems.planId, planId), inScope(planItems.accountRef, accounts)))
    .groupBy(planItems.status);
  return Object.fromEntries(
    rows.map((row) => [row.status, { count: row.count, sizeBytes: Number(row.sizeBytes ?? 0) }]),
  );
}

/** How those that may still go would be removed, each way once. */
export async function listModes(
  q: Queryable,
  planId: string,
  accounts: AccountScope,
): Promise<RemovalMode[]> {
  const mayGo = inArray(planItems.status, ["gathering", "ready", "blocked"]);
  const rows = await q
    .selectDistinct({ mode: planItems.mode })
    .from(planItems)
    .where(and(eq(planItems.planId, planId), mayGo, inScope(planItems.accountRef, accounts)))
    .orderBy(asc(planItems.mode));
  return rows.map(({ mode }) => mode);
}

/** Beside backups, whose own records say how far their removal is. */
const isUnrecorded = or(isNull(planItems.backupId), eq(planItems.mode, "record"));

export function isUnrecordedItem({ backupId, mode }: PlanItemRow): boolean {
  return backupId === null || mode === "record";
}

/** Orphans and records of one place that a process began with and did not end; of none in `except`. */
export async function listInterrupted(
  q: Queryable,
  options: { planId: string; limit: number; except?: readonly ItemPlace[] },
): Promise<PlanItemRow[]> {
  const { planId, limit, except = [] } = options;
  const isBegun = and(eq(planItems.planId, planId), eq(planItems.status, "applying"), isUnrecorded);
  const rows = await q
    .select()
    .from(planItems)
    .where(and(isBegun, notIn(except)))
    .orderBy(asc(planItems.id))
    .limit(limit);
  const [first] = rows;
  return rows.filter((row) => row.accountRef === first?.accountRef && row.region === first.region);
}

/** Plans that are over, since `until` at the latest, and of which such items are left. */
export async function listUnfinishedPlans(
  q: Queryable,
  { until }: { until: number },
): Promise<string[]> {
  const rows = await q
    .selectDistinct({ id: plans.id })
    .from(planItems)
    .innerJoin(plans, eq(plans.id, planItems.planId))
    .where(
      and(
        // A literal, as the partial index has it: only so SQLite uses it.
        sql`${planItems.status} = 'applying'`,
        isUnrecorded,
        inArray(unindexed(plans.status), ["cancelled", "expired"]),
        lte(plans.updatedAt, until),
      ),
    )
    .limit(500);
  return rows.map(({ id }) => id);
}

/** One page in the order in which they were written. */
export async function pageItems(
  q: Queryable,
  options: {
    planId: string;
    accounts?: AccountScope;
    statuses?: readonly PlanItemStatus[] | undefined;
    afterId: string | null;
    limit: number;
  },
): Promise<PlanItemRow[]> {
  const { planId, statuses, afterId, limit, accounts = "all" } = options;
  return q
    .select()
    .from(planItems)
    .where(
      and(
        eq(planItems.planId, planId),
        inScope(planItems.accountRef, accounts),
        statuses ? inArray(planItems.status, [...statuses]) : undefined,
        afterId === null ? undefined : gt(planItems.id, afterId),
      ),
    )
    .orderBy(asc(planItems.id))
    .limit(limit);
}

/** How many of each account's items are about to be removed by a plan. */
export async function countByAccount(
  q: Queryable,
  { planId, status }: { planId: string; status: PlanItemStatus },
): Promise<Array<{ accountRef: string; count: number }>> {
  return q
    .select({ accountRef: planItems.accountRef, count: count() })
    .from(planItems)
    .where(and(eq(planItems.planId, planId), eq(planItems.status, status)))
    .groupBy(planItems.accountRef);
}

/** Plans in these statuses that nothing has touched for a while. */
export async function listResting(
  q: Queryable,
  options: { status: PlanStatus; until: number; column: "updatedAt" | "readyAt" },
): Promise<string[]> {
  const rows = await q
    .select({ id: plans.id })
    .from(plans)
    .where(
      and(
        // A literal: only so SQLite uses the partial index.
        sql`${plans.status} in ('gathering', 'waiting', 'applying')`,
        eq(plans.status, options.status),
        sql`${plans[options.column]} <= ${options.until}`,
      ),
    )
    .limit(500);
  return rows.map(({ id }) => id);
}

export async function findItems(
  q: Queryable,
  { planId, ids }: { planId: string; ids: readonly string[] },
): Promise<PlanItemRow[]> {
  return q
    .select()
    .from(planItems)
    .where(and(eq(planItems.planId, planId), inArray(planItems.id, [...ids])));
}
