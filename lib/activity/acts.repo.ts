import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { auditEntries, backups, instances } from "../db/schema";

/** What people and their scripts did, newest first. */
export async function selectActs(
  q: Queryable,
  { accounts, limit }: { accounts: AccountScope; limit: number },
) {
  const { id, at, actorName, action, targetType, targetId, before, after } = auditEntries;
  return q
    .select({ id, at, actorName, action, targetType, targetId, before, after })
    .from(auditEntries)
    .where(
      and(
        // Literals, not parameters: only so does SQLite use the partial index.
        sql`${auditEntries.actorType} in ('user', 'token', 'cli')`,
        inScope(auditEntries.accountRef, accounts),
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(limit);
}

export type ActRow = Awaited<ReturnType<typeof selectActs>>[number];

/** The names of instances, by their ids and by those of their backups. */
export async function selectNames(
  q: Queryable,
  of: { instanceRefs: readonly string[]; backupIds: readonly string[] },
): Promise<Map<string, string>> {
  const { id, name, instanceId } = instances;
  const own = await q
    .select({ id, name, instanceId })
    .from(instances)
    .where(inArray(id, [...of.instanceRefs]));
  const ofBackups = await q
    .select({ id: backups.id, name, instanceId })
    .from(backups)
    .innerJoin(instances, eq(id, backups.instanceRef))
    .where(inArray(backups.id, [...of.backupIds]));
  return new Map([...own, ...ofBackups].map((row) => [row.id, row.name || row.instanceId]));
}
