import { and, asc, eq, gt, isNotNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { SealedPlace } from "../crypto";
import type { Queryable } from "../db/client";
import { safeCell } from "../db/safe-cells";
import { auditKeys, secondFactorEnrolments } from "../db/schema";
import type { Tx } from "../db/tx";
import { placeIn, SEALED_COLUMNS, type SealedColumn } from "./sealed-columns";

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
    .select({ id, sealed: safeCell(column) })
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

/**
 * Takes a secret away that nothing opens any more. A user signs in with the password alone then; a
 * key of the audit log is given up by an entry of its own, and what it has chained is told to be unproven.
 */
export async function forgetSealed(
  tx: Tx,
  { table, column, rowId, at }: SealedPlace & { at: EpochMs },
): Promise<void> {
  if (table === "audit_keys") {
    await tx.delete(auditKeys).where(eq(auditKeys.id, rowId));
    return;
  }
  if (table === "second_factor_enrolments") {
    await tx.delete(secondFactorEnrolments).where(eq(secondFactorEnrolments.id, rowId));
    return;
  }
  const sealed = SEALED_COLUMNS.find((one) => isPlaceIn(one, { table, column }));
  if (!sealed) throw new Error(`${table}.${column} is no sealed column.`);
  const noFactor = { totpConfirmedAt: null, totpLastStep: null, devicesSince: at };
  const also = table === "users" ? noFactor : {};
  const change = { [sealed.property]: null, ...also };
  await tx.update(sealed.table).set(change).where(eq(sealed.id, rowId));
}

function isPlaceIn(sealed: SealedColumn, { table, column }: Omit<SealedPlace, "rowId">): boolean {
  const place = placeIn(sealed, "");
  return place.table === table && place.column === column;
}
