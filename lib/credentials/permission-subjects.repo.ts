import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { backups, instances, snapshots } from "#lib/db/schema/index";

/** What of ours AWS can be asked with in a place. */
export interface PermissionSubjects {
  instanceId: string | null;
  imageId: string | null;
  snapshotId: string | null;
}

export async function findPermissionSubjects(
  q: Queryable,
  place: { accountRef: string; region: string },
): Promise<PermissionSubjects> {
  const { accountRef, region } = place;
  const [instance] = await q
    .select({ instanceId: instances.instanceId })
    .from(instances)
    .where(
      and(
        eq(instances.accountRef, accountRef),
        eq(instances.region, region),
        isNull(instances.removedAt),
        inArray(instances.state, ["running", "stopped"]),
      ),
    )
    .limit(1);
  const [backup] = await q
    .select({ id: backups.id, imageId: backups.imageId })
    .from(backups)
    .where(
      and(
        eq(backups.accountRef, accountRef),
        eq(backups.region, region),
        // A literal, not a parameter: only so does SQLite use the partial index.
        sql`${backups.status} = 'available'`,
        isNotNull(backups.imageId),
      ),
    )
    .limit(1);
  const [snapshot] = backup
    ? await q
        .select({ snapshotId: snapshots.snapshotId })
        .from(snapshots)
        .where(and(eq(snapshots.backupId, backup.id), isNull(snapshots.deletedAt)))
        .limit(1)
    : [];
  return {
    instanceId: instance?.instanceId ?? null,
    imageId: backup?.imageId ?? null,
    snapshotId: snapshot?.snapshotId ?? null,
  };
}
