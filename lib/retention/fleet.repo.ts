import { and, asc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, backups, instances, scheduleLinks, schedules } from "../db/schema";
import { newestRunBad } from "./newest-run.repo";

/** An instance with what a decision about its backups needs. */
export type FleetInstance = Awaited<ReturnType<typeof selectFleetPage>>[number];

export interface FleetFilter {
  accounts: AccountScope;
  /** These alone. */
  ids?: readonly string[] | undefined;
  /** Those that follow this policy; `orDefault` takes those that were given none too. */
  policy?: { id: string; orDefault: boolean } | undefined;
  /** Of fewer there is nothing to decide. */
  availableMin?: number;
}

/** By id; those removed from protection too. */
export async function selectFleetPage(
  q: Queryable,
  page: { filter: FleetFilter; now: EpochMs; afterId: string; limit: number },
) {
  const { filter, now, afterId, limit } = page;
  return q
    .select({
      id: instances.id,
      accountRef: instances.accountRef,
      accountId: accounts.accountId,
      instanceId: instances.instanceId,
      name: instances.name,
      region: instances.region,
      state: instances.state,
      paused: instances.paused,
      removedAt: instances.removedAt,
      retentionAfterRemoval: instances.retentionAfterRemoval,
      retentionPolicyId: instances.retentionPolicyId,
      retentionChangedAt: instances.retentionChangedAt,
      retentionSweptAt: instances.retentionSweptAt,
      availableCount: instances.availableCount,
      timingChangedAt: newestTimingChange,
      newestEndedBad: newestRunBad(now),
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(and(...conditions(filter), gt(instances.id, afterId)))
    .orderBy(asc(instances.id))
    .limit(limit);
}

export async function countFleet(q: Queryable, filter: FleetFilter): Promise<number> {
  return q.$count(instances, and(...conditions(filter)));
}

function conditions({ accounts: scope, ids, policy, availableMin = 0 }: FleetFilter) {
  return [
    inScope(instances.accountRef, scope),
    ids === undefined ? undefined : inArray(instances.id, [...ids]),
    policy === undefined
      ? undefined
      : or(
          eq(instances.retentionPolicyId, policy.id),
          policy.orDefault ? isNull(instances.retentionPolicyId) : undefined,
        ),
    availableMin > 0 ? sql`${instances.availableCount} >= ${availableMin}` : undefined,
  ];
}

/** When the cron or zone of a schedule it follows was last edited. */
const newestTimingChange = sql<number>`coalesce((
  select max(${schedules.timingChangedAt}) from ${scheduleLinks}
  inner join ${schedules} on ${schedules.id} = ${scheduleLinks.scheduleId}
  where ${scheduleLinks.instanceRef} = ${instances.id} and ${scheduleLinks.deletedAt} is null
), 0)`;

/** What the planner reads of a backup, and its size. */
export type HistoryRow = Awaited<ReturnType<typeof selectHistory>>[number];

const historyColumns = {
  id: backups.id,
  instanceRef: backups.instanceRef,
  kind: backups.kind,
  status: backups.status,
  imageCreatedAt: backups.imageCreatedAt,
  heldAt: backups.heldAt,
  keepUntil: backups.keepUntil,
  sizeBytes: backups.sizeBytes,
};

// A literal, not a parameter: only so does SQLite use the partial index.
const isAvailable = sql`${backups.status} = 'available'`;

/**
 * Every image that AWS confirmed of these instances; ask for few at once. SQLite takes a cross join
 * in its order; of an IN it makes a reading of every available backup there is.
 */
export async function selectHistory(q: Queryable, instanceRefs: readonly string[]) {
  return q
    .select(historyColumns)
    .from(instances)
    .crossJoin(backups)
    .where(
      and(
        inArray(instances.id, [...instanceRefs]),
        eq(backups.instanceRef, instances.id),
        isAvailable,
      ),
    );
}

/** Of one instance with more than one statement should read, by id. */
export async function selectHistoryPage(
  q: Queryable,
  { instanceRef, afterId, limit }: { instanceRef: string; afterId: string; limit: number },
): Promise<HistoryRow[]> {
  return q
    .select(historyColumns)
    .from(backups)
    .where(and(eq(backups.instanceRef, instanceRef), isAvailable, gt(backups.id, afterId)))
    .orderBy(asc(backups.id))
    .limit(limit);
}
