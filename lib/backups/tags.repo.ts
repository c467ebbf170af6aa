import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backupTags } from "../db/schema";
import type { Tx } from "../db/tx";

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
