import { and, asc, inArray, lt } from "drizzle-orm";
import { alertMembers, alerts, deliveries } from "../db/schema";
import type { Tx } from "../db/tx";

const ALERTS_PER_WRITE = 20;

/** Alerts that closed before then, members first; answers how many rows went, at most `rowsMax`. */
export async function deleteOldAlerts(
  tx: Tx,
  { before, rowsMax }: { before: number; rowsMax: number },
): Promise<number> {
  // An alert opens before it closes: the index on the opening bounds the look.
  const old = await tx
    .select({ id: alerts.id })
    .from(alerts)
    .where(and(lt(alerts.openedAt, before), lt(alerts.closedAt, before)))
    .orderBy(asc(alerts.openedAt), asc(alerts.id))
    .limit(ALERTS_PER_WRITE);
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const some = tx
    .select({ id: alertMembers.id })
    .from(alertMembers)
    .where(inArray(alertMembers.alertId, ids))
    .limit(rowsMax);
  const { rowsAffected } = await tx.delete(alertMembers).where(inArray(alertMembers.id, some));
  if (rowsAffected === rowsMax) return rowsMax;
  await tx.delete(deliveries).where(inArray(deliveries.alertId, ids));
  await tx.delete(alerts).where(inArray(alerts.id, ids));
  return rowsAffected + ids.length;
}
