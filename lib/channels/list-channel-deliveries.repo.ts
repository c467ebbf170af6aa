import { and, desc, eq, isNull, or, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { alerts, deliveries } from "../db/schema";
import type { Cursor } from "../paging";

/** Newest first; one more than `limit`. */
export async function listChannelDeliveryRows(
  q: Queryable,
  of: { channelId: string; accounts: AccountScope; after: Cursor | null; limit: number },
) {
  const { after } = of;
  return q
    .select({
      id: deliveries.id,
      alertId: deliveries.alertId,
      title: alerts.title,
      event: deliveries.event,
      status: deliveries.status,
      attempts: deliveries.attempts,
      error: deliveries.error,
      createdAt: deliveries.createdAt,
      sentAt: deliveries.sentAt,
    })
    .from(deliveries)
    .innerJoin(alerts, eq(alerts.id, deliveries.alertId))
    .where(
      and(
        eq(deliveries.channelId, of.channelId),
        or(isNull(alerts.accountRef), inScope(alerts.accountRef, of.accounts) ?? sql`1`),
        after
          ? sql`(${deliveries.createdAt}, ${deliveries.id}) < (${after[0]}, ${after[1]})`
          : undefined,
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(of.limit + 1);
}
