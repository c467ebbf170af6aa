import { asc, desc, isNull } from "drizzle-orm";
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

/** The oldest of those from before the chain. */
export async function listUnchained(q: Queryable, limit: number): Promise<ChainRow[]> {
  return q
    .select(chainColumns())
    .from(auditEntries)
    .where(isNull(auditEntries.seq))
    .orderBy(asc(auditEntries.at), asc(auditEntries.id))
    .limit(limit)
    .values();
}
