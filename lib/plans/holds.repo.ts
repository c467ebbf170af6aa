import { and, inArray, isNotNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";

/** Which of these are held. */
export async function findHeld(
  q: Queryable,
  backupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (backupIds.length === 0) return new Set();
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .where(and(inArray(backups.id, [...backupIds]), isNotNull(backups.heldAt)));
  return new Set(rows.map(({ id }) => id));
}
