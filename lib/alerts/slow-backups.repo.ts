import { and, eq, exists, inArray, isNull, lte, not, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, alertMembers, alerts, backups, instances } from "../db/schema";

/** AWS works on it, or may; the literal is what SQLite knows its partial index by. */
const unfinished = sql`${backups.status} in ('queued', 'creating', 'pending')`;

function isSlow(startedBefore: number) {
  return and(
    inArray(backups.status, ["creating", "pending"]),
    lte(backups.startedAt, startedBefore),
  );
}

/** Backups that were begun before this instant, are still being made, and no open alert tells of. */
export async function listSlowBackups(
  q: Queryable,
  options: { startedBefore: number; limit: number },
) {
  return q
    .select({
      id: backups.id,
      accountRef: backups.accountRef,
      accountId: accounts.accountId,
      startedAt: backups.startedAt,
      instanceId: backups.instanceId,
      instanceName: instances.name,
    })
    .from(backups)
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .where(and(unfinished, isSlow(options.startedBefore), not(exists(toldSlow(q)))))
    .limit(options.limit);
}

function toldSlow(q: Queryable) {
  return q
    .select({ id: alertMembers.id })
    .from(alertMembers)
    .innerJoin(alerts, eq(alerts.id, alertMembers.alertId))
    .where(
      and(
        eq(alertMembers.entityType, "backup"),
        eq(alertMembers.entityId, backups.id),
        isNull(alertMembers.clearedAt),
        isNull(alerts.closedAt),
        eq(alerts.kind, "backups.slow"),
      ),
    );
}

/** Backups that an open alert calls slow and that are not, or no longer. */
export async function listNoLongerSlow(
  q: Queryable,
  options: { startedBefore: number; limit: number },
): Promise<string[]> {
  const rows = await q
    .select({ id: backups.id })
    .from(alerts)
    .innerJoin(alertMembers, eq(alertMembers.alertId, alerts.id))
    .innerJoin(backups, eq(backups.id, alertMembers.entityId))
    .where(
      and(
        isNull(alerts.closedAt),
        eq(alerts.kind, "backups.slow"),
        eq(alertMembers.entityType, "backup"),
        isNull(alertMembers.clearedAt),
        not(sql`coalesce(${isSlow(options.startedBefore)}, 0)`),
      ),
    )
    .limit(options.limit);
  return rows.map(({ id }) => id);
}
