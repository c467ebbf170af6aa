import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { credentials } from "../db/schema";

/** Ids of the credentials that reach an account, those that last worked first. */
export async function listReaders(q: Queryable, accountRef: string): Promise<string[]> {
  const rows = await q
    .select({ id: credentials.id })
    .from(credentials)
    .where(and(eq(credentials.accountRef, accountRef), isNull(credentials.deletedAt)))
    .orderBy(asc(isNotNull(credentials.validationError)), asc(credentials.createdAt))
    .limit(10);
  return rows.map((row) => row.id);
}
