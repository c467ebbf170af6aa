import { and, gte, lte, sql, type SQL } from "drizzle-orm";
import { auditEntries } from "../db/schema";

/** There is none behind it. */
export const SEQ_MAX = Number.MAX_SAFE_INTEGER;

/**
 * Entries with a number of the chain, from one on. SQLite takes anything else into that column too,
 * and sorts fractions between and texts behind: what was put there so is no part of the chain.
 */
export function isNumbered(fromSeq = 1): SQL | undefined {
  const { seq } = auditEntries;
  return and(gte(seq, Math.max(1, fromSeq)), lte(seq, SEQ_MAX), sql`typeof(${seq}) = 'integer'`);
}
