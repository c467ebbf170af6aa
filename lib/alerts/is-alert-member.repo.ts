import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { alertMembers, alerts } from "../db/schema";

/** Whether an open alert of this cause says that the entity is not well. */
export async function isAlertMember(
  q: Queryable,
  of: { cause: string; entityType: string; entityId: string },
): Promise<boolean> {
  const rows = await q
    .select({ id: alertMembers.id })
    .from(alertMembers)
    .innerJoin(alerts, eq(alerts.id, alertMembers.alertId))
    .where(
      and(
        eq(alertMembers.entityType, of.entityType),
        eq(alertMembers.entityId, of.entityId),
        isNull(alertMembers.clearedAt),
        eq(alerts.cause, of.cause),
        isNull(alerts.closedAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
