import { and, eq, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { alertMembers, alerts, backups, snapshots } from "../db/schema";

/**
 * Backups whose removal had failed and that nobody has removed since then: its end is come, its
 * record or its hold says that what is left stays, or it was not asked for again.
 */
export async function listSettledRemovals(
  q: Queryable,
  { quietSince, limit }: { quietSince: EpochMs; limit: number },
): Promise<string[]> {
  const isChased = sql`exists (
    select 1 from ${snapshots}
    where ${snapshots.backupId} = ${backups.id} and ${snapshots.chaseAt} is not null
  )`;
  const rows = await q
    .select({ id: alertMembers.entityId })
    .from(alertMembers)
    .innerJoin(alerts, eq(alerts.id, alertMembers.alertId))
    .innerJoin(backups, eq(backups.id, alertMembers.entityId))
    .where(
      and(
        eq(alertMembers.entityType, "backup"),
        isNull(alertMembers.clearedAt),
        isNull(alerts.closedAt),
        eq(alerts.kind, "removal.failed"),
        ne(backups.status, "deleting"),
        sql`not ${isChased}`,
        or(
          inArray(backups.status, ["deleted", "forgotten", "gone"]),
          isNotNull(backups.heldAt),
          lt(backups.updatedAt, quietSince),
        ),
      ),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}
