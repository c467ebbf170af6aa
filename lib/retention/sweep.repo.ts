import { and, count, eq, gt, gte, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import { DAY } from "../clock";
import type { Queryable } from "../db/client";
import {
  accountDays,
  accounts,
  backups,
  instances,
  planItems,
  planSources,
  plans,
  retentionPolicies,
  snapshots,
} from "../db/schema";
import type { Tx } from "../db/tx";

export async function selectConfirmedAccounts(q: Queryable) {
  return q
    .select({ id: accounts.id, accountId: accounts.accountId, name: accounts.name })
    .from(accounts)
    .where(isNotNull(accounts.retentionConfirmedAt));
}

/**
 * Instances with something in an open plan, or with everything, as soon as it is listed. Literals:
 * only so SQLite uses the partial indexes.
 */
export async function selectPlannedInstances(q: Queryable): Promise<ReadonlySet<string>> {
  const rows = await q
    .selectDistinct({ instanceRef: planItems.instanceRef })
    .from(planItems)
    .where(
      sql`${planItems.status} in ('gathering', 'ready', 'applying') and ${planItems.backupId} is not null`,
    );
  const asked = await q
    .selectDistinct({ instanceRef: planSources.instanceRef })
    .from(plans)
    .innerJoin(planSources, eq(planSources.planId, plans.id))
    .where(
      sql`${plans.status} in ('gathering', 'waiting', 'applying') and ${plans.status} = 'gathering' and ${planSources.listedAt} is null`,
    );
  return new Set([...rows, ...asked].flatMap(({ instanceRef }) => instanceRef ?? []));
}

const isOpenRetentionPlan = sql`${plans.status} in ('gathering', 'waiting', 'applying') and ${plans.kind} = 'retention'`;

/** Accounts in which a person was asked and has not yet answered. */
export async function selectAskedAccounts(q: Queryable): Promise<ReadonlySet<string>> {
  const rows = await q
    .selectDistinct({ accountRef: planItems.accountRef })
    .from(plans)
    .innerJoin(planItems, eq(planItems.planId, plans.id))
    .where(and(isOpenRetentionPlan, isNotNull(plans.breakerReason)));
  return new Set(rows.map(({ accountRef }) => accountRef));
}

/** By account: how many images open plans are about to remove without asking. */
export async function countOpenRemovals(q: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await q
    .select({ accountRef: planItems.accountRef, count: sql<number>`count(*)` })
    .from(plans)
    .innerJoin(planItems, eq(planItems.planId, plans.id))
    .where(
      and(
        isOpenRetentionPlan,
        isNull(plans.breakerReason),
        inArray(planItems.status, ["gathering", "ready", "applying"]),
      ),
    )
    .groupBy(planItems.accountRef);
  return new Map(rows.map(({ accountRef, count }) => [accountRef, count]));
}

/** Images that an account's schedules made on these UTC days, the last one left out. */
export async function countMade(
  q: Queryable,
  { accountRef, fromDay, untilDay }: { accountRef: string; fromDay: string; untilDay: string },
): Promise<number> {
  const [past] = await q
    .select({ made: sql<number>`coalesce(sum(${accountDays.made}), 0)` })
    .from(accountDays)
    .where(
      and(
        eq(accountDays.accountRef, accountRef),
        gte(accountDays.day, fromDay),
        lt(accountDays.day, untilDay),
      ),
    );
  return past?.made ?? 0;
}

/** Planned so long before it went, at most: AWS, or this machine, may have been away for days. */
const PLAN_LIFE_MS = 14 * DAY;

/** Images of an account that plans removed since then without asking anybody. */
export async function countRemovedUnasked(
  q: Queryable,
  { accountRef, since }: { accountRef: string; since: number },
): Promise<number> {
  const [row] = await q
    .select({ count: count() })
    .from(plans)
    // Not the other way round: that would walk all items there ever were.
    .innerJoin(planItems, eq(planItems.planId, unindexed(plans.id)))
    .where(
      and(
        gt(plans.createdAt, since - PLAN_LIFE_MS),
        eq(plans.kind, "retention"),
        eq(plans.automatic, true),
        isNull(plans.appliedBy),
        eq(planItems.status, "removed"),
        eq(planItems.accountRef, accountRef),
        gt(planItems.endedAt, since),
      ),
    );
  return row?.count ?? 0;
}

/** What a plan says of each backup that is to go; at most 500 ids. */
export async function selectVictims(q: Queryable, ids: readonly string[]) {
  const rows = await q
    .select({
      id: backups.id,
      accountRef: backups.accountRef,
      region: backups.region,
      instanceRef: backups.instanceRef,
      imageId: backups.imageId,
      sizeBytes: backups.sizeBytes,
    })
    .from(backups)
    .where(and(inArray(backups.id, [...ids]), eq(unindexed(backups.status), "available")));
  const ours = await q
    .select({ backupId: snapshots.backupId, snapshotId: snapshots.snapshotId })
    .from(snapshots)
    .innerJoin(backups, eq(backups.id, snapshots.backupId))
    .where(
      and(
        inArray(snapshots.backupId, [...ids]),
        eq(snapshots.imageId, backups.imageId),
        isNull(snapshots.deletedAt),
      ),
    );
  const byBackup = new Map<string, string[]>();
  for (const { backupId, snapshotId } of ours) {
    byBackup.set(backupId, [...(byBackup.get(backupId) ?? []), snapshotId]);
  }
  return rows.map((row) => ({ ...row, snapshotIds: byBackup.get(row.id) ?? [] }));
}

/** Which of these images an earlier plan left, since then, and how. */
export async function selectLeft(
  q: Queryable,
  { imageIds, since }: { imageIds: readonly string[]; since: number },
): Promise<ReadonlyMap<string, "blocked" | "kept" | "failed">> {
  const rows = await q
    .select({ imageId: planItems.imageId, status: planItems.status })
    .from(planItems)
    .where(
      and(
        inArray(planItems.imageId, [...imageIds]),
        inArray(planItems.status, ["blocked", "kept", "failed"]),
        gt(planItems.updatedAt, since),
      ),
    );
  const left = new Map<string, "blocked" | "kept" | "failed">();
  for (const { imageId, status } of rows) {
    if (imageId !== null && (status === "blocked" || status === "kept" || status === "failed")) {
      left.set(imageId, status);
    }
  }
  return left;
}

export async function markSwept(
  tx: Tx,
  { instanceRefs, now }: { instanceRefs: readonly string[]; now: number },
): Promise<void> {
  await tx
    .update(instances)
    .set({ retentionSweptAt: now })
    .where(inArray(instances.id, [...instanceRefs]));
}

/** Whether a policy, an instance or an account was edited between these. */
export async function wasEdited(
  q: Queryable,
  { after, until }: { after: number; until: number },
): Promise<boolean> {
  const [row] = await q
    .select({
      edited: sql<number>`exists (select 1 from ${retentionPolicies}
          where ${retentionPolicies.changedAt} > ${after} and ${retentionPolicies.changedAt} <= ${until})
        or exists (select 1 from ${accounts}
          where ${accounts.retentionConfirmedAt} > ${after} and ${accounts.retentionConfirmedAt} <= ${until})
        or exists (select 1 from ${instances}
          where ${instances.retentionChangedAt} > ${after} and ${instances.retentionChangedAt} <= ${until})`,
    })
    .from(sql`(select 1)`);
  return row?.edited === 1;
}
