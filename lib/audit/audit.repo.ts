import { and, desc, eq, or, isNull, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { safeColumns } from "../db/safe-cells";
import { auditEntries } from "../db/schema";
import type { Cursor } from "../paging";

export type AuditRow = typeof auditEntries.$inferSelect;

/** What was done to one thing, newest first, from the cursor on. */
export async function listByTarget(
  q: Queryable,
  of: {
    targetType: string;
    targetId: string;
    accounts: AccountScope;
    limit: number;
    after?: Cursor | null;
  },
): Promise<AuditRow[]> {
  return q
    .select(safeColumns(auditEntries))
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.targetType, of.targetType),
        eq(auditEntries.targetId, of.targetId),
        of.accounts === "all"
          ? undefined
          : or(isNull(auditEntries.accountRef), inScope(auditEntries.accountRef, of.accounts)),
        of.after
          ? sql`(${auditEntries.at}, ${auditEntries.id}) < (${of.after[0]}, ${of.after[1]})`
          : undefined,
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(of.limit);
}
