import { and, asc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { attempts, backups, instances, snapshots } from "../db/schema";
import type { Tx } from "../db/tx";
import type { RecordFacts } from "./record.pure";

export interface Place {
  accountRef: string;
  region: string;
}

const FACTS = {
  id: backups.id,
  key: backups.key,
  accountRef: backups.accountRef,
  region: backups.region,
  instanceId: backups.instanceId,
  status: backups.status,
  kind: backups.kind,
  dueAt: backups.dueAt,
  requestId: backups.requestId,
  attemptNumber: backups.attemptNumber,
  imageId: backups.imageId,
  imageName: backups.imageName,
  imageState: backups.imageState,
  imageRemovedAt: backups.imageRemovedAt,
  missingSinceAt: backups.missingSinceAt,
  secondImageId: backups.secondImageId,
  notBeforeAt: backups.notBeforeAt,
  leaseToken: backups.leaseToken,
  leaseExpiresAt: backups.leaseExpiresAt,
  removalMode: backups.removalMode,
  updatedAt: backups.updatedAt,
};

/** By the tag `amivault:backup`, in whichever place the record is. */
export async function findByKeys(q: Queryable, keys: readonly string[]): Promise<RecordFacts[]> {
  if (keys.length === 0) return [];
  return q
    .select(FACTS)
    .from(backups)
    .where(inArray(backups.key, [...keys]));
}

/** By the name of any attempt, and that of a backup that has none yet. */
export async function findByNames(
  q: Queryable,
  names: readonly string[],
): Promise<Map<string, RecordFacts>> {
  const found = new Map<string, RecordFacts>();
  if (names.length === 0) return found;
  const current = await q
    .select(FACTS)
    .from(backups)
    .where(inArray(backups.imageName, [...names]));
  for (const record of current) found.set(record.imageName ?? "", record);
  const earlier = await q
    .select({ name: attempts.imageName, record: FACTS })
    .from(attempts)
    .innerJoin(backups, eq(backups.id, attempts.backupId))
    .where(inArray(attempts.imageName, [...names]));
  for (const { name, record } of earlier) found.set(name, record);
  return found;
}

export async function findByImageIds(
  q: Queryable,
  imageIds: readonly string[],
): Promise<RecordFacts[]> {
  if (imageIds.length === 0) return [];
  return q
    .select(FACTS)
    .from(backups)
    .where(inArray(backups.imageId, [...imageIds]));
}

export interface ListedSnapshot {
  record: RecordFacts;
  snapshotRowId: string;
  snapshotId: string;
  imageId: string | null;
  chaseAt: number | null;
  deletedAt: number | null;
}

/** Which records list these snapshots. */
export async function findListers(
  q: Queryable,
  snapshotIds: readonly string[],
): Promise<ListedSnapshot[]> {
  if (snapshotIds.length === 0) return [];
  return q
    .select({
      record: FACTS,
      snapshotRowId: snapshots.id,
      snapshotId: snapshots.snapshotId,
      imageId: snapshots.imageId,
      chaseAt: snapshots.chaseAt,
      deletedAt: snapshots.deletedAt,
    })
    .from(snapshots)
    .innerJoin(backups, eq(backups.id, snapshots.backupId))
    .where(inArray(snapshots.snapshotId, [...snapshotIds]));
}

/** Whether each was encrypted when it was made, as far as that was seen. */
export async function findEncryption(
  q: Queryable,
  snapshotIds: readonly string[],
): Promise<Map<string, boolean | null>> {
  if (snapshotIds.length === 0) return new Map();
  const rows = await q
    .select({ snapshotId: snapshots.snapshotId, encrypted: snapshots.encrypted })
    .from(snapshots)
    .where(inArray(snapshots.snapshotId, [...snapshotIds]));
  return new Map(rows.map(({ snapshotId, encrypted }) => [snapshotId, encrypted]));
}

/** EC2's id to ours, the removed included. */
export async function listInstanceRefs(q: Queryable, place: Place): Promise<Map<string, string>> {
  const rows = await q
    .select({ id: instances.id, instanceId: instances.instanceId })
    .from(instances)
    .where(and(eq(instances.accountRef, place.accountRef), eq(instances.region, place.region)));
  return new Map(rows.map(({ id, instanceId }) => [instanceId, id]));
}

export interface PresentRecord {
  id: string;
  imageId: string | null;
  missingSinceAt: number | null;
  /** When its image was certainly there, and its record too. */
  sureSinceAt: number;
}

const PRESENT = {
  id: backups.id,
  imageId: backups.imageId,
  missingSinceAt: backups.missingSinceAt,
  sureSinceAt: sql<number>`max(coalesce(${backups.endedAt}, ${backups.updatedAt}), ${backups.createdAt})`,
};
const MISSING_MAX = 5_000;

/** Records that say their image is there, in the order of their ids, after `afterId`. */
export async function listPresent(
  q: Queryable,
  options: Place & { afterId: string; limit: number },
): Promise<PresentRecord[]> {
  return q
    .select(PRESENT)
    .from(backups)
    .where(
      and(
        eq(backups.accountRef, options.accountRef),
        eq(backups.region, options.region),
        sql`${backups.status} = 'available'`,
        gt(backups.id, options.afterId),
        isNotNull(backups.imageId),
      ),
    )
    .orderBy(asc(backups.id))
    .limit(options.limit);
}

/**
 * Those of a place that a pass did not see, missing for longest first; few, unless somebody removed
 * a region's worth.
 */
export async function listMissing(q: Queryable, place: Place): Promise<PresentRecord[]> {
  return q
    .select(PRESENT)
    .from(backups)
    .where(
      and(
        eq(backups.accountRef, place.accountRef),
        eq(backups.region, place.region),
        sql`${backups.status} = 'available'`,
        isNotNull(backups.missingSinceAt),
        // Leads along `backups_missing`: without it all that is there is looked through.
        gt(backups.missingSinceAt, 0),
      ),
    )
    .orderBy(asc(backups.missingSinceAt), asc(backups.id))
    .limit(MISSING_MAX);
}

/** First seen missing then, or seen again (null). */
export async function markMissing(
  tx: Tx,
  options: { ids: readonly string[]; missingSinceAt: number | null },
): Promise<void> {
  if (options.ids.length === 0) return;
  await tx
    .update(backups)
    .set({ missingSinceAt: options.missingSinceAt })
    .where(and(inArray(backups.id, [...options.ids]), eq(backups.status, "available")));
}

export async function chaseSnapshots(
  tx: Tx,
  options: { rowIds: readonly string[]; at: number },
): Promise<void> {
  if (options.rowIds.length === 0) return;
  await tx
    .update(snapshots)
    .set({ chaseAt: options.at, deletedAt: null })
    .where(inArray(snapshots.id, [...options.rowIds]));
}

/** Those of them whose records still say that their image is there. */
export async function listStillAvailable(
  q: Queryable,
  backupIds: readonly string[],
): Promise<Set<string>> {
  if (backupIds.length === 0) return new Set();
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .where(and(inArray(backups.id, [...backupIds]), eq(backups.status, "available")));
  return new Set(rows.map(({ id }) => id));
}

/** Which of these backups are gone still. */
export async function listStillGone(
  q: Queryable,
  backupIds: readonly string[],
): Promise<Set<string>> {
  if (backupIds.length === 0) return new Set();
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .where(and(inArray(backups.id, [...backupIds]), eq(backups.status, "gone")));
  return new Set(rows.map(({ id }) => id));
}
