import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  isNotNull,
  isNull,
  lt,
  lte,
  sql,
  type SQL,
} from "drizzle-orm";
import type { Queryable } from "../db/client";
import { safeCell, safeColumns } from "../db/safe-cells";
import { auditEntries, auditSegments } from "../db/schema";
import { isOddSeq } from "../db/schema/audit";
import { chainLine, fromChainLine } from "./chain-line";
import type { ChainRow } from "./chain.pure";
import { isNumbered, SEQ_MAX } from "./numbered";

export type SegmentRow = typeof auditSegments.$inferSelect;

/** Entries that are no part of a segment, from a number on. */
export async function readRows(
  q: Queryable,
  { fromSeq, limit }: { fromSeq: number; limit: number },
): Promise<ChainRow[]> {
  const lines = await q
    .select({ line: chainLine() })
    .from(auditEntries)
    .where(isNumbered(fromSeq))
    .orderBy(asc(auditEntries.seq))
    .limit(limit)
    .values();
  return lines.map(([line]) => fromChainLine(line));
}

/** Of the entries from a number on, the first one's. */
export async function findFirstSeq(q: Queryable, fromSeq: number): Promise<number | null> {
  const [row] = await q
    .select({ seq: auditEntries.seq })
    .from(auditEntries)
    .where(isNumbered(fromSeq))
    .orderBy(asc(auditEntries.seq))
    .limit(1);
  return row?.seq ?? null;
}

/** The next segment after the one that begins there, in their order. */
export async function findNextSegment(
  q: Queryable,
  { afterFirstSeq, endsAfter }: { afterFirstSeq: number; endsAfter: number },
): Promise<SegmentRow | null> {
  const { firstSeq, lastSeq } = auditSegments;
  const [row] = await q
    .select(safeColumns(auditSegments))
    .from(auditSegments)
    .where(and(gt(firstSeq, afterFirstSeq), gt(lastSeq, endsAfter)))
    .orderBy(asc(firstSeq))
    .limit(1);
  return row ?? null;
}

/** The segment that holds a number. */
export async function findSegmentOf(q: Queryable, seq: number): Promise<SegmentRow | null> {
  const [row] = await q
    .select(safeColumns(auditSegments))
    .from(auditSegments)
    .where(and(lte(auditSegments.firstSeq, seq), gte(auditSegments.lastSeq, seq)))
    .orderBy(desc(auditSegments.firstSeq))
    .limit(1);
  return row ?? null;
}

export async function findEntryMac(q: Queryable, seq: number): Promise<string | null> {
  const [row] = await q
    .select({ mac: safeCell(auditEntries.mac) })
    .from(auditEntries)
    .where(eq(auditEntries.seq, seq))
    .limit(1);
  return row?.mac ?? null;
}

interface Odd {
  seq: number | null;
  at: number;
  action: string;
}

type Unnumbered = Pick<Odd, "at" | "action">;

/** Entries without any number: those of before the chain, until it was begun. */
export async function listUnnumbered(q: Queryable, limit: number): Promise<Unnumbered[]> {
  const { seq, at, action } = auditEntries;
  return q
    .select({ at: safeCell(at), action: safeCell(action) })
    .from(auditEntries)
    .where(isNull(seq))
    .limit(limit);
}

/** Entries with what is no number of a chain in its place, along indexes: each minute looks. */
export async function listMisnumbered(q: Queryable, limit: number): Promise<Unnumbered[]> {
  const { seq, at, action } = auditEntries;
  const read = (where: SQL | undefined) =>
    q
      .select({ at: safeCell(at), action: safeCell(action) })
      .from(auditEntries)
      .where(where)
      .limit(limit);
  const isWhole = sql`typeof(${seq}) = 'integer'`;
  return [
    ...(await read(and(isOddSeq(auditEntries), isNotNull(seq)))),
    ...(await read(and(lt(seq, 1), isWhole))),
    ...(await read(and(gt(seq, SEQ_MAX), isWhole))),
  ];
}

/** Segments that no walk by numbers meets. */
export async function listOddSegments(
  q: Queryable,
  limit: number,
): Promise<Array<{ firstSeq: number; lastSeq: number }>> {
  const { firstSeq, lastSeq } = auditSegments;
  return q
    .select({ firstSeq, lastSeq: safeCell(lastSeq) })
    .from(auditSegments)
    .where(lt(firstSeq, 1))
    .limit(limit);
}

/** Entries whose number a segment holds too. */
export async function listHeldTwice(q: Queryable, limit: number): Promise<Odd[]> {
  const { seq, at, action } = auditEntries;
  const { firstSeq, lastSeq } = auditSegments;
  return q
    .selectDistinct({ seq: safeCell(seq), at: safeCell(at), action: safeCell(action) })
    .from(auditSegments)
    .innerJoin(auditEntries, and(gte(seq, firstSeq), lte(seq, lastSeq)))
    .limit(limit);
}

export async function countArchived(q: Queryable): Promise<{ segments: number; entries: number }> {
  const [row] = await q
    .select({
      segments: sql<number>`count(*)`,
      entries: sql<number>`coalesce(sum(${auditSegments.lastSeq} - ${auditSegments.firstSeq} + 1), 0)`,
    })
    .from(auditSegments);
  return row ?? { segments: 0, entries: 0 };
}
