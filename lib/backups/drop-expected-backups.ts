import { and, eq, inArray, notInArray } from "drizzle-orm";
import { backups, occurrences } from "../db/schema";
import type { Tx } from "../db/tx";

/**
 * Forgets backups of moments that will not come after all, because a schedule was edited or
 * unlinked. Only those that nothing has happened to and that no other occurrence asks for.
 */
export async function dropExpectedBackups(tx: Tx, backupIds: readonly string[]): Promise<void> {
  if (backupIds.length === 0) return;
  const ids = [...new Set(backupIds)];
  const wanted = tx
    .select({ id: occurrences.backupId })
    .from(occurrences)
    .where(inArray(occurrences.backupId, ids));
  await tx
    .delete(backups)
    .where(
      and(inArray(backups.id, ids), eq(backups.status, "expected"), notInArray(backups.id, wanted)),
    );
}
