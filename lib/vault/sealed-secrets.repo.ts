import { and, asc, eq, gt, isNotNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import type { SealedColumn } from "./sealed-columns";

export interface SealedRow {
  id: string;
  sealed: string;
}

/** By id, whatever became of the row: those of deleted records too. */
export async function listSealed(
  q: Queryable,
  { table, id, column }: SealedColumn,
  page: { after: string; limit: number },
): Promise<SealedRow[]> {
  const rows = await q
    .select({ id, sealed: column })
    .from(table)
    .where(and(isNotNull(column), gt(id, page.after)))
    .orderBy(asc(id))
    .limit(page.limit);
  return rows.map((row) => ({ id: String(row.id), sealed: String(row.sealed) }));
}

/** False when somebody has written another secret since `before` was read: theirs stays. */
export async function replaceSealed(
  tx: Tx,
  { table, id, column, property }: SealedColumn,
  change: { id: string; before: string; after: string },
): Promise<boolean> {
  const isAsRead = and(eq(id, change.id), eq(column, change.before));
  const written = await tx
    .update(table)
    .set({ [property]: change.after })
    .where(isAsRead);
  return written.rowsAffected === 1;
}
