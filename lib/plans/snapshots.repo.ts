import { and, inArray, isNull } from "drizzle-orm";
import type { BackupRow } from "../backups/backup-row";
import type { Queryable } from "../db/client";
import { snapshots } from "../db/schema";

/** Of each backup's image, as the records have them. */
export async function findSnapshotIds(
  q: Queryable,
  backups: readonly Pick<BackupRow, "id" | "imageId">[],
): Promise<ReadonlyMap<string, string[]>> {
  const imageOf = new Map(backups.map(({ id, imageId }) => [id, imageId]));
  const rows = await q
    .select({
      backupId: snapshots.backupId,
      imageId: snapshots.imageId,
      snapshotId: snapshots.snapshotId,
    })
    .from(snapshots)
    .where(and(inArray(snapshots.backupId, [...imageOf.keys()]), isNull(snapshots.deletedAt)));
  const found = new Map<string, string[]>();
  for (const { backupId, imageId, snapshotId } of rows) {
    if (imageId !== imageOf.get(backupId)) continue;
    found.set(backupId, [...(found.get(backupId) ?? []), snapshotId]);
  }
  return found;
}
