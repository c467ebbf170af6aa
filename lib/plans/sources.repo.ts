import { and, asc, count, eq, exists, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { backups, instances, planSources, plans } from "../db/schema";
import type { Tx } from "../db/tx";

export type PlanSourceRow = typeof planSources.$inferSelect;

/** Of these instances: the open plans that have, or are to have, their images; oldest first. */
export async function listSourcePlans(
  q: Queryable,
  { instanceRefs, accounts }: { instanceRefs: readonly string[]; accounts: AccountScope },
): Promise<Array<{ planId: string; instanceRef: string }>> {
  return q
    .select({ planId: planSources.planId, instanceRef: planSources.instanceRef })
    .from(planSources)
    .innerJoin(plans, eq(plans.id, planSources.planId))
    .where(
      and(
        inArray(planSources.instanceRef, [...instanceRefs]),
        inArray(plans.status, ["gathering", "waiting", "applying"]),
        inScope(planSources.accountRef, accounts),
      ),
    )
    .orderBy(asc(planSources.planId));
}

/** Those of them with at least one image that AWS has said to exist. */
export async function listWithImages(
  q: Queryable,
  { instanceRefs, accounts }: { instanceRefs: readonly string[]; accounts: AccountScope },
): Promise<Array<{ instanceRef: string; accountRef: string }>> {
  return q
    .select({ instanceRef: instances.id, accountRef: instances.accountRef })
    .from(instances)
    .where(
      and(
        inArray(instances.id, [...instanceRefs]),
        inScope(instances.accountRef, accounts),
        exists(
          q
            .select({ id: backups.id })
            .from(backups)
            // A literal: only so SQLite uses the partial index.
            .where(
              and(eq(backups.instanceRef, instances.id), sql`${backups.status} = 'available'`),
            ),
        ),
      ),
    )
    .orderBy(asc(instances.id));
}

export async function insertSources(
  tx: Tx,
  rows: ReadonlyArray<typeof planSources.$inferInsert>,
): Promise<void> {
  await tx.insert(planSources).values([...rows]);
}

/** Where listing goes on; null once everything is listed. */
export async function findNextSource(q: Queryable, planId: string): Promise<PlanSourceRow | null> {
  const [row] = await q
    .select()
    .from(planSources)
    .where(and(eq(planSources.planId, planId), isNull(planSources.listedAt)))
    .orderBy(asc(planSources.instanceRef))
    .limit(1);
  return row ?? null;
}

/** The next images of an instance that were there when they were asked for, by due moment and id. */
export async function listSourceBackups(
  q: Queryable,
  { source, limit }: { source: PlanSourceRow; limit: number },
): Promise<Array<{ id: string; dueAt: number }>> {
  const { instanceRef, askedAt, afterDueAt, afterId } = source;
  const isLater =
    afterDueAt === null || afterId === null
      ? undefined
      : or(
          gt(backups.dueAt, afterDueAt),
          and(eq(backups.dueAt, afterDueAt), gt(backups.id, afterId)),
        );
  return q
    .select({ id: backups.id, dueAt: backups.dueAt })
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        eq(backups.status, "available"),
        sql`coalesce(${backups.endedAt}, 0) <= ${askedAt}`,
        isLater,
      ),
    )
    .orderBy(asc(backups.dueAt), asc(backups.id))
    .limit(limit);
}

/** While it is still where it was read; false when somebody else went on from there. */
export async function moveSource(
  tx: Tx,
  {
    source,
    set,
  }: {
    source: PlanSourceRow;
    set: Partial<Pick<PlanSourceRow, "afterDueAt" | "afterId" | "listedAt">>;
  },
): Promise<boolean> {
  const { planId, instanceRef, afterId } = source;
  const moved = await tx
    .update(planSources)
    .set(set)
    .where(
      and(
        eq(planSources.planId, planId),
        eq(planSources.instanceRef, instanceRef),
        isNull(planSources.listedAt),
        afterId === null ? isNull(planSources.afterId) : eq(planSources.afterId, afterId),
      ),
    )
    .returning({ planId: planSources.planId });
  return moved.length > 0;
}

/** What is not listed yet goes on in another plan, from where it was; what is stays with this one. */
export async function handOnSources(
  tx: Tx,
  { planId, to, now }: { planId: string; to: string; now: number },
): Promise<void> {
  const isOpen = and(eq(planSources.planId, planId), isNull(planSources.listedAt));
  const open = await tx.select().from(planSources).where(isOpen);
  if (open.length === 0) return;
  await tx.insert(planSources).values(open.map((source) => ({ ...source, planId: to })));
  await tx.delete(planSources).where(and(isOpen, isNull(planSources.afterId)));
  await tx.update(planSources).set({ listedAt: now }).where(isOpen);
}

/** How many instances in scope a plan is about, and of how many everything is listed. */
export async function countSources(
  q: Queryable,
  planId: string,
  accounts: AccountScope = "all",
): Promise<{ listed: number; of: number }> {
  const [row] = await q
    .select({ listed: count(planSources.listedAt), of: count() })
    .from(planSources)
    .where(and(eq(planSources.planId, planId), inScope(planSources.accountRef, accounts)));
  return row ?? { listed: 0, of: 0 };
}
