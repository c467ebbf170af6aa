import { and, eq, inArray, isNotNull, isNull, lt, ne, or, sql, type SQL } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { alertMembers, alerts, backups, snapshots } from "../db/schema";
import type { AlertKind } from "./alert-kinds";

const isOver = inArray(backups.status, ["deleted", "forgotten", "gone"]);

/** Backups whose second image is no longer a question. */
export function listSettledImages(q: Queryable, { limit }: { limit: number }): Promise<string[]> {
  const settled = or(isNull(backups.secondImageId), isOver);
  return listSettled(q, { kind: "backups.second_image", settled, limit });
}

/**
 * Backups whose removal had failed and that nobody has removed since then: its end is come, its
 * record or its hold says that what is left stays, or it was not asked for again.
 */
export function listSettledRemovals(
  q: Queryable,
  { quietSince, limit }: { quietSince: EpochMs; limit: number },
): Promise<string[]> {
  const isChased = sql`exists (
    select 1 from ${snapshots}
    where ${snapshots.backupId} = ${backups.id} and ${snapshots.chaseAt} is not null
  )`;
  const settled = and(
    ne(backups.status, "deleting"),
    sql`not ${isChased}`,
    or(isOver, isNotNull(backups.heldAt), lt(backups.updatedAt, quietSince)),
  );
  return listSettled(q, { kind: "removal.failed", settled, limit });
}

/** Members of open alerts of this kind that are settled; their alerts do not know it yet. */
async function listSettled(
  q: Queryable,
  of: { kind: AlertKind; settled: SQL | undefined; limit: number },
): Promise<string[]> {
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
        eq(alerts.kind, of.kind),
        of.settled,
      ),
    )
    .limit(of.limit);
  return rows.map(({ id }) => id);
}
