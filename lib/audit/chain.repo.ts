import { and, asc, desc, eq, isNull, lt, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "../db/client";
import { auditEntries } from "../db/schema";
import type { Tx } from "../db/tx";
import { safeCell } from "../db/safe-cells";
import { given, valuesTable } from "../db/values-table";
import { chainLine, fromChainLine } from "./chain-line";
import type { ChainRow } from "./chain.pure";
import { isNumbered, SEQ_MAX } from "./numbered";

export interface ChainEnd {
  seq: number;
  mac: string;
}

/**
 * The last entry; within a write transaction nobody comes between. Before the first, number 0. Where
 * somebody took the highest number there is, so that none would be left, the last one before a free one.
 */
export async function readChainEnd(q: Queryable): Promise<ChainEnd> {
  const last = await findLast(q, isNumbered());
  if (last.seq < SEQ_MAX) return last;
  return findLast(q, and(isNumbered(), lt(auditEntries.seq, SEQ_MAX), hasRoom()));
}

async function findLast(q: Queryable, where: SQL | undefined): Promise<ChainEnd> {
  const { seq, mac } = auditEntries;
  const [last] = await q
    .select({ seq, mac: safeCell(mac) })
    .from(auditEntries)
    .where(where)
    .orderBy(desc(seq))
    .limit(1);
  return { seq: last?.seq ?? 0, mac: last?.mac ?? "" };
}

function hasRoom(): SQL {
  const next = alias(auditEntries, "next");
  return sql`not exists (select 1 from ${auditEntries} ${sql.identifier("next")} where ${next.seq} = ${auditEntries.seq} + 1)`;
}

/** Where an entry stands in the order in which those of before the chain get their numbers. */
export interface UnchainedPlace {
  at: number;
  id: string;
}

/** Where the entry with the highest number stands; null before the first. */
export async function findLastChained(q: Queryable): Promise<UnchainedPlace | null> {
  const { at, id, seq } = auditEntries;
  const [last] = await q
    .select({ at: safeCell(at), id: safeCell(id) })
    .from(auditEntries)
    .where(isNumbered())
    .orderBy(desc(seq))
    .limit(1);
  return last ?? null;
}

/**
 * The oldest of those from before the chain, behind the place of one: along the index by `at`, so
 * that none before it is read again.
 */
export async function listUnchained(
  q: Queryable,
  { after, limit }: { after: UnchainedPlace | null; limit: number },
): Promise<ChainRow[]> {
  const { at, id, seq } = auditEntries;
  // The sign keeps SQLite from the index by seq, by which all that is left would be sorted each time.
  const isUnchained = sql`+${seq} is null`;
  const lines = await q
    .select({ line: chainLine() })
    .from(auditEntries)
    .where(after ? and(isUnchained, sql`(${at}, ${id}) > (${after.at}, ${after.id})`) : isUnchained)
    .orderBy(asc(auditEntries.at), asc(auditEntries.id))
    .limit(limit)
    .values();
  return lines.map(([line]) => fromChainLine(line));
}

/** Whatever has no number, the oldest first: quick where few have none. */
export async function listLeftOver(q: Queryable, limit: number): Promise<ChainRow[]> {
  const { at, id, seq } = auditEntries;
  const lines = await q
    .select({ line: chainLine() })
    .from(auditEntries)
    .where(isNull(seq))
    .orderBy(asc(at), asc(id))
    .limit(limit)
    .values();
  return lines.map(([line]) => fromChainLine(line));
}

export interface Numbered {
  id: string;
  seq: number;
  mac: string;
}

/**
 * In one statement: entry by entry, making the statement takes longer than running it. Answers how many
 * there were: an id that is no UTF-8 is not the one that was read.
 */
export async function numberEntries(
  tx: Tx,
  { keyId, entries }: { keyId: string; entries: readonly Numbered[] },
): Promise<number> {
  const { rowsAffected } = await tx
    .update(auditEntries)
    .set({ seq: given(2), mac: given(3), keyId })
    .from(valuesTable(entries.map(({ id, seq, mac }) => [id, seq, mac])))
    .where(eq(auditEntries.id, given(1)));
  return rowsAffected;
}
