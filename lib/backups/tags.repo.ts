import { and, asc, eq, gt, gte, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backupEvents, backups, backupTags, isUnsure } from "../db/schema";
import type { Tx } from "../db/tx";
import { unindexed } from "./unindexed";

const PLACES_MAX = 500;

export type BackupTagRow = typeof backupTags.$inferSelect;

/** Of each backup, in the order of their names. */
export async function listTags(
  q: Queryable,
  backupIds: readonly string[],
): Promise<Map<string, BackupTagRow[]>> {
  const tags = new Map<string, BackupTagRow[]>();
  if (backupIds.length === 0) return tags;
  const rows = await q
    .select()
    .from(backupTags)
    .where(inArray(backupTags.backupId, [...backupIds]))
    .orderBy(asc(backupTags.backupId), asc(backupTags.key));
  for (const row of rows) tags.set(row.backupId, [...(tags.get(row.backupId) ?? []), row]);
  return tags;
}

/** The tag of this name that each of them has. */
export async function findTags(
  q: Queryable,
  { backupIds, key }: { backupIds: readonly string[]; key: string },
): Promise<Map<string, BackupTagRow>> {
  if (backupIds.length === 0) return new Map();
  const rows = await q
    .select()
    .from(backupTags)
    .where(and(inArray(backupTags.backupId, [...backupIds]), eq(backupTags.key, key)));
  return new Map(rows.map((row) => [row.backupId, row]));
}

/** Whatever they said before. */
export async function saveTags(tx: Tx, rows: readonly BackupTagRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(backupTags)
    .values([...rows])
    .onConflictDoUpdate({
      target: [backupTags.backupId, backupTags.key],
      set: {
        value: sql`excluded.value`,
        setAt: sql`excluded.set_at`,
        confirmedAt: sql`excluded.confirmed_at`,
        removing: sql`excluded.removing`,
      },
    });
}

export async function deleteTags(
  tx: Tx,
  { backupIds, key }: { backupIds: readonly string[]; key: string },
): Promise<void> {
  if (backupIds.length === 0) return;
  await tx
    .delete(backupTags)
    .where(and(inArray(backupTags.backupId, [...backupIds]), eq(backupTags.key, key)));
}

/** Of these backups, those that lost a tag at that instant or later. */
export async function findUntaggedSince(
  q: Queryable,
  { backupIds, at }: { backupIds: readonly string[]; at: number },
): Promise<Set<string>> {
  if (backupIds.length === 0) return new Set();
  const rows = await q
    .select({ id: backupEvents.backupId })
    .from(backupEvents)
    .where(
      and(
        inArray(backupEvents.backupId, [...backupIds]),
        gte(backupEvents.at, at),
        eq(backupEvents.type, "tag.removed"),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

const unsure = (askedBefore: number) =>
  and(
    isUnsure(backupTags),
    lt(backupTags.setAt, askedBefore),
    inArray(unindexed(backups.status), ["pending", "available"]),
    isNotNull(unindexed(backups.imageId)),
  );

/** Accounts and regions with a tag that was asked for before then, whose answer was lost. */
export async function listUnsurePlaces(
  q: Queryable,
  askedBefore: number,
): Promise<Array<{ accountRef: string; region: string }>> {
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(backupTags)
    .innerJoin(backups, eq(backups.id, backupTags.backupId))
    .where(unsure(askedBefore))
    .limit(PLACES_MAX);
}

/** Their images, in the order of the backups' ids, after `afterId`. */
export async function listUnsureImages(
  q: Queryable,
  of: { accountRef: string; region: string; askedBefore: number; afterId: string; limit: number },
): Promise<Array<{ backupId: string; imageId: string | null }>> {
  return q
    .selectDistinct({ backupId: backupTags.backupId, imageId: backups.imageId })
    .from(backupTags)
    .innerJoin(backups, eq(backups.id, backupTags.backupId))
    .where(
      and(
        unsure(of.askedBefore),
        gt(backupTags.backupId, of.afterId),
        eq(unindexed(backups.accountRef), of.accountRef),
        eq(unindexed(backups.region), of.region),
      ),
    )
    .orderBy(asc(backupTags.backupId))
    .limit(of.limit);
}
