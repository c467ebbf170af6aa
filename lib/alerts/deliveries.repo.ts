import { and, asc, eq, inArray, isNull, lt, lte, ne, sql } from "drizzle-orm";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { channels, deliveries } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";

export type DeliveryRow = typeof deliveries.$inferSelect;
export type DeliveryEvent = "opened" | "repeated" | "escalated" | "closed";

/**
 * What a channel was told of an alert is not told again in the same round. What it was not told
 * because it was off, is told now. One that has not heard of an earlier round yet is told that.
 */
export async function insertDeliveries(
  tx: Tx,
  ctx: Context,
  of: {
    alert: { id: string; round: number };
    channelIds: readonly string[];
    event: DeliveryEvent;
    notBeforeAt: number;
  },
): Promise<void> {
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const { alert, event, notBeforeAt } = of;
  const carried = await carryOver(tx, { ...of, now });
  const channelIds = of.channelIds.filter((id) => !carried.has(id));
  if (channelIds.length === 0) return;
  await tx
    .insert(deliveries)
    .values(
      channelIds.map((channelId) => ({
        id: newId("dlv", now, random),
        alertId: alert.id,
        channelId,
        event,
        round: alert.round,
        status: "queued" as const,
        notBeforeAt,
        createdAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [deliveries.alertId, deliveries.channelId, deliveries.event, deliveries.round],
      set: { status: "queued", notBeforeAt, error: null, createdAt: now },
      // Of what is open, nothing else is given up.
      setWhere: eq(deliveries.status, "failed"),
    });
}

/**
 * What waits for a channel since an earlier round belongs to this one: once it is back, it hears of
 * the alert once. Answers with the channels that have such.
 */
async function carryOver(
  tx: Tx,
  of: { alert: { id: string; round: number }; channelIds: readonly string[]; now: number },
): Promise<ReadonlySet<string>> {
  const { alert, channelIds, now } = of;
  const carried = new Set<string>();
  if (alert.round === 0 || channelIds.length === 0) return carried;
  const rows = await listDeliveriesOf(tx, alert.id);
  for (const channelId of channelIds) {
    const own = rows.filter((row) => row.channelId === channelId);
    const [first, ...more] = own
      .filter(({ round, status }) => round < alert.round && status === "queued")
      .toSorted((a, b) => a.round - b.round);
    if (!first) continue;
    const isTold = own.some(({ round }) => round === alert.round);
    const over = isTold ? [first, ...more] : more;
    await giveUpDeliveries(tx, { ids: over.map(({ id }) => id), why: "It is told with another." });
    if (isTold) continue;
    const set = { round: alert.round, createdAt: now };
    await tx.update(deliveries).set(set).where(eq(deliveries.id, first.id));
    carried.add(channelId);
  }
  return carried;
}

export async function listDeliveriesOf(q: Queryable, alertId: string): Promise<DeliveryRow[]> {
  return q.select().from(deliveries).where(eq(deliveries.alertId, alertId));
}

export async function deleteDeliveries(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(deliveries).where(inArray(deliveries.id, [...ids]));
}

/** Not tried any more. */
export async function giveUpDeliveries(
  tx: Tx,
  { ids, why }: { ids: readonly string[]; why: string },
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(deliveries)
    .set({ status: "failed", notBeforeAt: null, error: why })
    .where(inArray(deliveries.id, [...ids]));
}

export async function giveUpDeliveriesTo(
  tx: Tx,
  { channelId, why }: { channelId: string; why: string },
): Promise<void> {
  await tx
    .update(deliveries)
    .set({ status: "failed", notBeforeAt: null, error: why })
    .where(
      and(eq(deliveries.channelId, channelId), inArray(deliveries.status, ["queued", "sending"])),
    );
}

/** Oldest first; one that is being sent is due again when its claim has run out. */
export async function listDueDeliveries(
  q: Queryable,
  { now, limit }: { now: number; limit: number },
): Promise<DeliveryRow[]> {
  return q
    .select()
    .from(deliveries)
    .where(lte(deliveries.notBeforeAt, now))
    .orderBy(asc(deliveries.notBeforeAt), asc(deliveries.createdAt), asc(deliveries.id))
    .limit(limit);
}

/** Null where another process was faster, or the channel is no longer told anything. */
export async function claimDelivery(
  tx: Tx,
  { delivery, until, now }: { delivery: DeliveryRow; until: number; now: number },
): Promise<DeliveryRow | null> {
  const [row] = await tx
    .update(deliveries)
    .set({
      status: "sending",
      attempts: sql`${deliveries.attempts} + 1`,
      notBeforeAt: until,
    })
    .where(
      and(
        eq(deliveries.id, delivery.id),
        eq(deliveries.attempts, delivery.attempts),
        lte(deliveries.notBeforeAt, now),
      ),
    )
    .returning();
  return row ?? null;
}

/** False where the claim has run out and another process took it over. */
export async function settleDelivery(
  tx: Tx,
  {
    delivery,
    set,
  }: {
    delivery: DeliveryRow;
    set: Pick<DeliveryRow, "status" | "notBeforeAt" | "error" | "sentAt">;
  },
): Promise<boolean> {
  const { rowsAffected } = await tx
    .update(deliveries)
    .set(set)
    .where(
      and(
        eq(deliveries.id, delivery.id),
        eq(deliveries.status, "sending"),
        eq(deliveries.attempts, delivery.attempts),
      ),
    );
  return rowsAffected > 0;
}

/** The others that wait for a channel that does not get through wait as long. */
export async function postponeDeliveries(
  tx: Tx,
  { channelId, until, exceptId }: { channelId: string; until: number; exceptId: string },
): Promise<void> {
  await tx
    .update(deliveries)
    .set({ notBeforeAt: until })
    .where(
      and(
        eq(deliveries.channelId, channelId),
        eq(deliveries.status, "queued"),
        lt(deliveries.notBeforeAt, until),
        ne(deliveries.id, exceptId),
      ),
    );
}

export async function findSendableChannel(q: Queryable, channelId: string) {
  const [row] = await q
    .select()
    .from(channels)
    .where(and(eq(channels.id, channelId), isNull(channels.deletedAt), eq(channels.enabled, true)));
  return row ?? null;
}
