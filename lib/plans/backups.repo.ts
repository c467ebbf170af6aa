import { and, eq, getTableColumns, inArray, isNull } from "drizzle-orm";
import type { BackupRow } from "../backups/backup-row";
import type { Queryable } from "../db/client";
import { backups, planItems } from "../db/schema";

export async function findBackups(
  q: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, BackupRow>> {
  if (ids.length === 0) return new Map();
  const rows = await q
    .select()
    .from(backups)
    .where(inArray(backups.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a plan is removing without having asked AWS for it yet. */
export async function listUnsent(
  q: Queryable,
  { planId, limit }: { planId: string; limit: number },
): Promise<BackupRow[]> {
  return q
    .select(getTableColumns(backups))
    .from(planItems)
    .innerJoin(backups, eq(backups.id, planItems.backupId))
    .where(
      and(
        eq(planItems.planId, planId),
        eq(planItems.status, "applying"),
        eq(backups.removalItemId, planItems.id),
        eq(backups.status, "deleting"),
        isNull(backups.deregisterSentAt),
        isNull(backups.leaseToken),
      ),
    )
    .limit(limit);
}
