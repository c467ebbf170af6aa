import {
  and,
  count,
  desc,
  eq,
  exists,
  inArray,
  lt,
  notInArray,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { planItems, planSources, plans } from "../db/schema";
import type { PlanKind, PlanStatus } from "../db/schema/constants";
import type { Cursor } from "../paging";
import type { PlanRow } from "./plan-row";

/** Plans of which the caller may see something, newest first. */
export async function selectPlans(
  q: Queryable,
  page: {
    accounts: AccountScope;
    statuses?: readonly PlanStatus[] | undefined;
    kind?: PlanKind | undefined;
    cursor: Cursor | null;
    limit: number;
  },
): Promise<PlanRow[]> {
  const { accounts, statuses, kind, cursor, limit } = page;
  return q
    .select()
    .from(plans)
    .where(
      and(
        statuses ? inArray(plans.status, [...statuses]) : undefined,
        kind ? eq(plans.kind, kind) : undefined,
        sees(q, accounts),
        after(cursor),
      ),
    )
    .orderBy(desc(plans.createdAt), desc(plans.id))
    .limit(limit);
}

function sees(q: Queryable, accounts: AccountScope): SQL | undefined {
  if (accounts === "all") return undefined;
  return or(
    exists(
      q
        .select({ planId: planItems.planId })
        .from(planItems)
        .where(and(eq(planItems.planId, plans.id), inArray(planItems.accountRef, [...accounts]))),
    ),
    exists(
      q
        .select({ planId: planSources.planId })
        .from(planSources)
        .where(
          and(eq(planSources.planId, plans.id), inArray(planSources.accountRef, [...accounts])),
        ),
    ),
  );
}

function after(cursor: Cursor | null): SQL | undefined {
  if (!cursor) return undefined;
  const at = Number(cursor[0]);
  return or(lt(plans.createdAt, at), and(eq(plans.createdAt, at), lt(plans.id, cursor[1])));
}

/** A plan of which the caller may see something. */
export async function findScopedPlan(
  q: Queryable,
  { planId, accounts }: { planId: string; accounts: AccountScope },
): Promise<PlanRow | null> {
  const [plan] = await q
    .select()
    .from(plans)
    .where(and(eq(plans.id, planId), sees(q, accounts)))
    .limit(1);
  return plan ?? null;
}

/** Of which accounts it has items, or instances whose images are still to be listed. */
export async function listPlanAccounts(q: Queryable, planId: string): Promise<string[]> {
  const items = await q
    .selectDistinct({ accountRef: planItems.accountRef })
    .from(planItems)
    .where(eq(planItems.planId, planId));
  const sources = await q
    .selectDistinct({ accountRef: planSources.accountRef })
    .from(planSources)
    .where(eq(planSources.planId, planId));
  return [...new Set([...items, ...sources].map(({ accountRef }) => accountRef))];
}

/** Of these, each that is about accounts out of scope too. */
export async function listSeenInPart(
  q: Queryable,
  { planIds, accounts }: { planIds: readonly string[]; accounts: AccountScope },
): Promise<string[]> {
  if (accounts === "all" || planIds.length === 0) return [];
  const isHidden = (column: AnySQLiteColumn) => notInArray(column, [...accounts]);
  const items = q
    .select({ planId: planItems.planId })
    .from(planItems)
    .where(and(eq(planItems.planId, plans.id), isHidden(planItems.accountRef)));
  const sources = q
    .select({ planId: planSources.planId })
    .from(planSources)
    .where(and(eq(planSources.planId, plans.id), isHidden(planSources.accountRef)));
  const rows = await q
    .select({ id: plans.id })
    .from(plans)
    .where(and(inArray(plans.id, [...planIds]), or(exists(items), exists(sources))));
  return rows.map(({ id }) => id);
}

/** Of these, each that is about accounts out of scope too: how much of it is within. */
export async function measureParts(
  q: Queryable,
  { planIds, accounts }: { planIds: readonly string[]; accounts: AccountScope },
): Promise<Map<string, PlanPart>> {
  const inPart = await listSeenInPart(q, { planIds, accounts });
  if (inPart.length === 0) return new Map();
  const sizeBytes = sql`case when ${planItems.status} = 'kept' then 0 else ${planItems.sizeBytes} end`;
  const rows = await q
    .select({
      planId: planItems.planId,
      itemCount: count(),
      sizeBytes: sql`coalesce(sum(${sizeBytes}), 0)`.mapWith(Number),
    })
    .from(planItems)
    .where(and(inArray(planItems.planId, inPart), inScope(planItems.accountRef, accounts)))
    .groupBy(planItems.planId);
  const parts = new Map<string, PlanPart>(inPart.map((planId) => [planId, NOTHING]));
  for (const { planId, ...part } of rows) parts.set(planId, part);
  return parts;
}

const NOTHING: PlanPart = { itemCount: 0, sizeBytes: 0 };

export interface PlanPart {
  itemCount: number;
  /** Full size of what may go, at most. */
  sizeBytes: number;
}
