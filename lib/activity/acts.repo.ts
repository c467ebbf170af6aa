import { eq, inArray, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { walkAll, type Ordered } from "../db/bounded-walk";
import { safeColumns } from "../db/safe-cells";
import { auditEntries, backups, instances, toldCondition } from "../db/schema";

const TOLD: Ordered = { table: auditEntries, at: auditEntries.at, id: auditEntries.id };

/** What is told of people and their scripts, newest first; nothing else is looked at. */
export async function selectActs(
  q: Queryable,
  { accounts, limit }: { accounts: AccountScope; limit: number },
) {
  const told = toldCondition(auditEntries);
  const alongs =
    accounts === "all"
      ? [told]
      : accounts.map((ref) => sql`${told} and ${auditEntries.accountRef} = ${ref}`);
  const walks = alongs.map((along) => ({ along, rest: undefined }));
  const { places } = await walkAll(q, TOLD, { walks, page: { after: null, limit } });
  const { id, at, actorName, action, targetType, targetId, before, after } =
    safeColumns(auditEntries);
  const ids = places.map((place) => place.id);
  const rows = await q
    .select({ id, at, actorName, action, targetType, targetId, before, after })
    .from(auditEntries)
    .where(inArray(auditEntries.id, ids));
  // Not by SQLite, which would walk the index of all entries for it.
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
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
