import { and, asc, desc, lte, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { safeCell, safeValue } from "../db/safe-cells";
import { auditEntries, auditSegments } from "../db/schema";
import type { Tx } from "../db/tx";
import { isNumbered } from "./numbered";

/** The oldest entry that is in no segment yet. */
export async function findOldest(q: Queryable): Promise<number | null> {
  const [row] = await q
    .select({ seq: auditEntries.seq })
    .from(auditEntries)
    .where(isNumbered())
    .orderBy(asc(auditEntries.seq))
    .limit(1);
  return row?.seq ?? null;
}

export async function findNewestAt(
  q: Queryable,
  { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
): Promise<number | null> {
  const [row] = await q
    .select({ at: safeValue(sql<number | null>`max(${auditEntries.at})`) })
    .from(auditEntries)
    .where(and(isNumbered(firstSeq), lte(auditEntries.seq, lastSeq)));
  return row?.at ?? null;
}

/** The mac that the first entry after the archived ones follows. */
export async function findArchivedEnd(q: Queryable): Promise<{ seq: number; mac: string }> {
  const [last] = await q
    .select({ seq: safeCell(auditSegments.lastSeq), mac: safeCell(auditSegments.lastMac) })
    .from(auditSegments)
    .orderBy(desc(auditSegments.firstSeq))
    .limit(1);
  return last ?? { seq: 0, mac: "" };
}

export async function insertSegment(
  tx: Tx,
  segment: typeof auditSegments.$inferInsert,
): Promise<void> {
  await tx.insert(auditSegments).values(segment);
}

/** The database refuses it for what no segment holds. */
export async function deleteArchived(
  tx: Tx,
  { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
): Promise<number> {
  const held = and(isNumbered(firstSeq), lte(auditEntries.seq, lastSeq));
  return (await tx.delete(auditEntries).where(held)).rowsAffected;
}
