import { inArray } from "drizzle-orm";
import type { BackupRow } from "../backups/backup-row";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";

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
