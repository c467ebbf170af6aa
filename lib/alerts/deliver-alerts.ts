import { accountsOf } from "../channels/channel-rules.pure";
import { noteOutcome } from "../channels/note-outcome";
import { sendToChannel } from "../channels/send-to-channel";
import { MINUTE } from "../clock";
import { systemContext, type Context } from "../context";
import { ServiceError } from "../errors";
import { newId } from "../ids";
import { createOutbound, type Outbound } from "../outbound/outbound";
import type { Runtime } from "../runtime";
import { findAlert } from "./alert.repo";
import {
  claimDelivery,
  findSendableChannel,
  giveUpDeliveries,
  listDueDeliveries,
  postponeDeliveries,
  settleDelivery,
  type DeliveryEvent,
  type DeliveryRow,
} from "./deliveries.repo";
import { escalateAlerts } from "./escalate-alerts";
import { retryPauseMs } from "./retry-pause.pure";
import { toMessage } from "./to-message";

const DELIVERIES_MAX = 200;
/** Longer than any call may take: then the sender is dead, and it is sent again. */
const CLAIM_MS = MINUTE;

/**
 * Escalates what nobody acknowledged, then sends what is due: channels side by side, each one's
 * messages in order. In every long-lived process, under the lease `alerts`; at least once.
 */
export async function deliverAlerts(
  runtime: Runtime,
  outbound: Outbound = createOutbound(runtime.config),
): Promise<void> {
  const { clock, db, random } = runtime;
  const ctx = systemContext(runtime, "alerts", newId("req", clock.now(), random));
  await escalateAlerts(ctx);
  const due = await listDueDeliveries(db.read, { now: clock.now(), limit: DELIVERIES_MAX });
  const byChannel = new Map<string, DeliveryRow[]>();
  for (const row of due) {
    byChannel.set(row.channelId, [...(byChannel.get(row.channelId) ?? []), row]);
  }
  await Promise.all(Array.from(byChannel.values(), (rows) => sendInOrder({ ctx, outbound }, rows)));
}

interface Sender {
  ctx: Context;
  outbound: Outbound;
}

/** Up to the first that does not get through: the next round goes on. */
async function sendInOrder(sender: Sender, rows: readonly DeliveryRow[]): Promise<void> {
  for (const row of rows) if (!(await sendOne(sender, row))) return;
}

async function sendOne({ ctx, outbound }: Sender, row: DeliveryRow): Promise<boolean> {
  const { clock, db, vault } = ctx.runtime;
  const channel = await findSendableChannel(db.read, row.channelId);
  const alert = await findAlert(db.read, row.alertId);
  if (!channel || !alert) {
    const why = "The channel is off.";
    await db.write((tx) => giveUpDeliveries(tx, { ids: [row.id], why }));
    return true;
  }
  const now = clock.now();
  const claim = { delivery: row, until: now + CLAIM_MS, now };
  const delivery = await db.write((tx) => claimDelivery(tx, claim));
  if (!delivery) return true;
  const event = row.event as DeliveryEvent;
  const message = await toMessage(ctx.runtime, db.read, {
    id: row.id,
    event,
    alert,
    accounts: accountsOf(channel.rules),
  });
  const error = await tryToSend(() => sendToChannel({ vault, outbound, now }, channel, message));
  await settle(ctx, { delivery, error, alertOpen: alert.closedAt === null });
  return error === null;
}

/** Null when it got through. */
async function tryToSend(send: () => Promise<string>): Promise<string | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

async function settle(
  ctx: Context,
  of: { delivery: DeliveryRow; error: string | null; alertOpen: boolean },
): Promise<void> {
  const { delivery, error, alertOpen } = of;
  const { clock, db, log } = ctx.runtime;
  const now = clock.now();
  const { attempts, channelId, createdAt } = delivery;
  const ageMs = now - createdAt;
  const pauseMs = error === null ? null : retryPauseMs({ attempts, ageMs, alertOpen });
  const notBeforeAt = pauseMs === null ? null : now + pauseMs;
  const status = error === null ? "sent" : notBeforeAt === null ? "failed" : "queued";
  await db.write(async (tx) => {
    const set = { status, notBeforeAt, error, sentAt: error === null ? now : null } as const;
    if (!(await settleDelivery(tx, { delivery, set }))) return;
    await noteOutcome(tx, ctx, { channelId, error });
    if (notBeforeAt !== null) {
      await postponeDeliveries(tx, { channelId, until: notBeforeAt, exceptId: delivery.id });
    }
  });
  if (error !== null) log.warn({ channelId, attempts }, `an alert was not delivered: ${error}`);
}
