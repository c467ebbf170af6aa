import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import { DAY, type EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import {
  attempts,
  backupEvents,
  backups,
  findings,
  instances,
  occurrences,
  planItems,
  reconcileRuns,
  retentionPolicies,
  snapshots,
} from "../db/schema";
import type { Tx } from "../db/tx";

export const CLEANED_STATUSES = ["failed", "missed", "skipped"] as const;
export const RECORD_DAYS = 90;

/** The shortest time that any policy gives its records, in days. */
export async function readShortestRecordDays(q: Queryable): Promise<number> {
  const [row] = await q
    .select({ days: sql<number | null>`min(${retentionPolicies.recordDays})` })
    .from(retentionPolicies)
    .where(isNull(retentionPolicies.deletedAt));
  return Math.min(RECORD_DAYS, row?.days ?? RECORD_DAYS);
}

/**
 * Records past their policy's time of which AWS can hold nothing: no image was ever named, nothing
 * of theirs is listed, and what was sent was looked for by a whole comparison since.
 */
export async function selectOldRecords(
  q: Queryable,
  options: { status: (typeof CLEANED_STATUSES)[number]; now: EpochMs; days: number; limit: number },
): Promise<string[]> {
  const { status, now, days, limit } = options;
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .leftJoin(
      retentionPolicies,
      or(
        eq(retentionPolicies.id, instances.retentionPolicyId),
        and(isNull(instances.retentionPolicyId), eq(retentionPolicies.isDefault, true)),
      ),
    )
    .where(
      and(
        eq(backups.status, status),
        sql`${backups.dueAt} < ${now - days * DAY}`,
        sql`${backups.dueAt} < ${now} - coalesce(${retentionPolicies.recordDays}, ${RECORD_DAYS}) * ${DAY}`,
        isNull(backups.imageId),
        isNull(backups.secondImageId),
        isNull(backups.heldAt),
        isNull(backups.leaseToken),
        sql`coalesce(${backups.keepUntil}, 0) < ${now}`,
        hasNewerRun,
        ownsNothing,
      ),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Retention is frozen by the newest ended run: its record stays. */
const hasNewerRun = sql`exists (
  select 1 from ${backups} as newer
  where newer.instance_ref = ${backups.instanceRef} and newer.kind = 'scheduled'
    and +newer.status in ('available', 'failed', 'missed') and newer.due_at > ${backups.dueAt}
)
and ${backups.id} is not ${instances.lastEndedBackupId}`;

const ownsNothing = sql`not exists (
  select 1 from ${attempts} where ${attempts.backupId} = ${backups.id} and ${attempts.imageId} is not null
) and not exists (
  select 1 from ${snapshots} where ${snapshots.backupId} = ${backups.id} and ${snapshots.deletedAt} is null
) and not exists (
  select 1 from ${findings} where ${findings.backupId} = ${backups.id} and ${findings.resolvedAt} is null
) and not exists (
  select 1 from ${planItems} where ${planItems.backupId} = ${backups.id}
    and ${planItems.status} in ('gathering', 'ready', 'applying') and ${planItems.backupId} is not null
) and (not exists (
  select 1 from ${attempts} where ${attempts.backupId} = ${backups.id} and ${attempts.sendCount} > 0
) or exists (
  select 1 from ${reconcileRuns} where ${reconcileRuns.accountRef} = ${backups.accountRef}
    and ${reconcileRuns.region} = ${backups.region} and ${reconcileRuns.error} is null
    and ${reconcileRuns.endedAt} is not null and ${reconcileRuns.startedAt} > ${backups.updatedAt} + ${DAY}
))`;

/** With all that hangs on them; how many were still as they were read. */
export async function deleteRecords(tx: Tx, ids: readonly string[]): Promise<number> {
  const rows = await tx
    .select({ id: backups.id })
    .from(backups)
    .where(
      and(
        inArray(backups.id, [...ids]),
        inArray(unindexed(backups.status), [...CLEANED_STATUSES]),
        isNull(backups.imageId),
        isNull(backups.heldAt),
        isNull(backups.leaseToken),
      ),
    );
  const still = rows.map(({ id }) => id);
  if (still.length === 0) return 0;
  await tx.delete(backupEvents).where(inArray(backupEvents.backupId, still));
  await tx.delete(attempts).where(inArray(attempts.backupId, still));
  await tx.delete(snapshots).where(inArray(snapshots.backupId, still));
  await tx.delete(occurrences).where(inArray(occurrences.backupId, still));
  await tx.delete(backups).where(inArray(backups.id, still));
  return still.length;
}
