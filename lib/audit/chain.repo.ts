import { and, asc, desc, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { auditEntries } from "../db/schema";
import { CHAINED_COLUMNS, type ChainRow } from "./chain.pure";

export interface ChainEnd {
  seq: number;
  mac: string;
}

/** The last entry; within a write transaction nobody comes between. Before the first, number 0. */
export async function readChainEnd(q: Queryable): Promise<ChainEnd> {
  const [last] = await q
    .select({ seq: auditEntries.seq, mac: auditEntries.mac })
    .from(auditEntries)
    .orderBy(desc(auditEntries.seq))
    .limit(1);
  return { seq: last?.seq ?? 0, mac: last?.mac ?? "" };
}

/** The columns of a `ChainRow`, for `.values()`: cells as SQLite holds them. */
export function chainColumns() {
  const columns = CHAINED_COLUMNS.map((name) => [name, auditEntries[name]] as const);
  return { ...Object.fromEntries(columns), mac: auditEntries.mac };
}

/** Where an entry stands in the order of `listUnchained`. */
export interface UnchainedPlace {
  at: number;
  id: string;
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
  return q
    .select(chainColumns())
    .from(auditEntries)
    .where(after ? and(isUnchained, sql`(${at}, ${id}) > (${after.at}, ${after.id})`) : isUnchained)
    .orderBy(asc(auditEntries.at), asc(auditEntries.id))
    .limit(limit)
    .values();
}
