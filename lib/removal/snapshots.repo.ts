import { and, asc, eq, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import type { BackupRow, SnapshotRow } from "../backups/backup-row";
import { unindexed } from "../backups/unindexed";
import type { Ec2Image } from "../aws/ec2/ec2";
import type { Queryable } from "../db/client";
import { backups, snapshots } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./removals.repo";

/** What belongs to an image, before anything is asked of AWS; what is known already stays as it is. */
export async function keepSnapshotIds(
  tx: Tx,
  { backup, image, now }: { backup: Pick<BackupRow, "id">; image: Ec2Image; now: number },
): Promise<void> {
  if (image.snapshots.length === 0) return;
  await tx
    .insert(snapshots)
    .values(
      image.snapshots.map(({ snapshotId, device, sizeGiB, encrypted }) => ({
        id: `${backup.id}-${snapshotId}`,
        backupId: backup.id,
        imageId: image.imageId,
        snapshotId,
        device,
        sizeGiB,
        encrypted,
        updatedAt: now,
      })),
    )
    .onConflictDoNothing();
}

/** Those of a backup's image that AWS may still hold. */
export async function listRemaining(
  q: Queryable,
  { backupId, imageId }: { backupId: string; imageId: string | null },
): Promise<SnapshotRow[]> {
  return q
    .select()
    .from(snapshots)
    .where(
      and(
        eq(snapshots.backupId, backupId),
        imageId === null ? undefined : eq(snapshots.imageId, imageId),
        isNull(snapshots.deletedAt),
      ),
    );
}

export async function patchSnapshots(
  tx: Tx,
  { ids, set }: { ids: readonly string[]; set: Partial<SnapshotRow> },
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(snapshots)
    .set(set)
    .where(inArray(snapshots.id, [...ids]));
}

/** A snapshot that stayed although its backup is removed. */
export interface Chased {
  snapshot: SnapshotRow;
  backup: BackupRow;
}

/** Nothing of a failed one goes while a person holds it. */
const chaseDue = (now: number) =>
  and(
    lte(snapshots.chaseAt, now),
    inArray(unindexed(backups.status), ["deleted", "failed"]),
    isNull(unindexed(backups.heldAt)),
  );

export async function listChasePlaces(q: Queryable, now: number): Promise<Place[]> {
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(snapshots)
    .innerJoin(backups, eq(backups.id, snapshots.backupId))
    .where(chaseDue(now))
    .limit(500);
}

export async function listChased(
  q: Queryable,
  options: Place & { now: number; limit: number; backupId?: string },
): Promise<Chased[]> {
  const { now, accountRef, region, backupId } = options;
  return q
    .select({ snapshot: snapshots, backup: backups })
    .from(snapshots)
    .innerJoin(backups, eq(backups.id, snapshots.backupId))
    .where(
      and(
        chaseDue(now),
        eq(unindexed(backups.accountRef), accountRef),
        eq(backups.region, region),
        backupId === undefined ? undefined : eq(backups.id, backupId),
      ),
    )
    .orderBy(asc(snapshots.chaseAt))
    .limit(options.limit);
}

/** What stayed of a removed backup is due now. */
export async function chaseRemaining(
  tx: Tx,
  { backupId, now }: { backupId: string; now: number },
): Promise<void> {
  const [removed] = await tx
    .select({ id: backups.id })
    .from(backups)
    .where(
      and(
        eq(backups.id, backupId),
        eq(backups.status, "deleted"),
        eq(backups.removalMode, "image_and_snapshots"),
      ),
    );
  if (!removed) return;
  await tx
    .update(snapshots)
    .set({ chaseAt: now })
    .where(and(eq(snapshots.backupId, backupId), isNull(snapshots.deletedAt)));
}

/** What still stays needs a credential that nobody keeps. */
export async function stopChase(
  tx: Tx,
  { backupId, now }: { backupId: string; now: number },
): Promise<void> {
  await tx
    .update(snapshots)
    .set({ chaseAt: null, stateMessage: "It needs a credential of its account.", updatedAt: now })
    .where(
      and(
        eq(snapshots.backupId, backupId),
        isNull(snapshots.deletedAt),
        isNotNull(snapshots.chaseAt),
      ),
    );
}
