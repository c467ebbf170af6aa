import { and, eq, inArray, notInArray } from "drizzle-orm";
import { attempts, backupEvents, backups, occurrences } from "../db/schema";
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
  const dropped = await tx
    .select({ id: backups.id })
    .from(backups)
    .where(
      and(inArray(backups.id, ids), eq(backups.status, "expected"), notInArray(backups.id, wanted)),
    );
  const droppedIds = dropped.map(({ id }) => id);
  if (droppedIds.length === 0) return;
  // Of AWS's function, when it reported a moment that was still to come.
  await tx.delete(backupEvents).where(inArray(backupEvents.backupId, droppedIds));
  await tx.delete(attempts).where(inArray(attempts.backupId, droppedIds));
  await tx.delete(backups).where(inArray(backups.id, droppedIds));
}
