import { and, desc, eq, or, isNull } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { auditEntries } from "../db/schema";

export type AuditRow = typeof auditEntries.$inferSelect;

/** What was done to one thing, newest first. */
export async function listByTarget(
  q: Queryable,
  of: { targetType: string; targetId: string; accounts: AccountScope; limit: number },
): Promise<AuditRow[]> {
  return q
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.targetType, of.targetType),
        eq(auditEntries.targetId, of.targetId),
        of.accounts === "all"
          ? undefined
          : or(isNull(auditEntries.accountRef), inScope(auditEntries.accountRef, of.accounts)),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(of.limit);
}
