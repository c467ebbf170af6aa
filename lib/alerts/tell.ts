import { findTold } from "../channels/find-told";
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from "../clock";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { readSetting } from "../settings/settings.repo";
import { updateAlert, type AlertRow } from "./alert.repo";
import {
  deleteDeliveries,
  giveUpDeliveries,
  insertDeliveries,
  listDeliveriesOf,
  type DeliveryRow,
} from "./deliveries.repo";
import { hasJoined } from "./members.repo";
import { findNextStep } from "./next-step.pure";

/** So long an alert gathers members before it is told, so that forty are one message. */
const GATHER_MS = 5 * SECOND;
/** So long an acknowledgement speaks for what the same trouble befalls later. */
const ACKNOWLEDGED_FOR_MS = HOUR;
/** What nobody acknowledges is told again after so long, and sooner where it befell more. */
const REPEAT_MS = DAY;
const REPEAT_GROWN_MS = HOUR;

/** Step 0 is told at once; the next one when nobody acknowledged in time. */
export async function tellOpened(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  const now = ctx.runtime.clock.now();
  await tellFirstStep(tx, ctx, { alert, notBeforeAt: now + GATHER_MS });
  await updateAlert(tx, { id: alert.id, set: { escalateAt: now + (await escalateAfterMs(tx)) } });
}

async function tellFirstStep(
  tx: Tx,
  ctx: Context,
  { alert, notBeforeAt }: { alert: AlertRow; notBeforeAt: number },
): Promise<void> {
  const told = (await findTold(tx, alert)).filter(({ step }) => step === 0);
  await insertDeliveries(tx, ctx, {
    alert,
    channelIds: told.map(({ id }) => id),
    event: alert.round === 0 ? "opened" : "repeated",
    notBeforeAt,
  });
}

/**
 * An acknowledged alert befell more: it is opened again once the acknowledgement has spoken. So did
 * one whose steps were all told: it is told again within the hour.
 */
export async function tellJoined(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  const now = ctx.runtime.clock.now();
  const { status, escalateAt } = alert;
  if (status === "acknowledged") {
    if (escalateAt !== null) return;
    const spokenAt = (alert.acknowledgedAt ?? now) + ACKNOWLEDGED_FOR_MS;
    const set = { escalateAt: Math.max(now + GATHER_MS, spokenAt) };
    return void (await updateAlert(tx, { id: alert.id, set }));
  }
  const repeatAt = now + REPEAT_GROWN_MS;
  if (escalateAt === null || escalateAt <= repeatAt) return;
  const steps = (await findTold(tx, alert)).map(({ step }) => step);
  if (findNextStep(steps, alert.escalationStep) !== null) return;
  await updateAlert(tx, { id: alert.id, set: { escalateAt: repeatAt } });
}

/**
 * When an open alert is told again of which nobody is left to tell: a day after it was told last,
 * an hour where it befell more since. Null where nobody takes it.
 */
export async function findRepeatAt(q: Queryable, alert: AlertRow): Promise<EpochMs | null> {
  const told = (await listDeliveriesOf(q, alert.id)).filter(({ round }) => round === alert.round);
  if (told.length === 0) return null;
  const toldAt = Math.max(...told.map(({ sentAt, createdAt }) => sentAt ?? createdAt));
  const hasGrown = await hasJoined(q, { alertId: alert.id, since: toldAt + 1 });
  return toldAt + (hasGrown ? REPEAT_GROWN_MS : REPEAT_MS);
}

/** Told from the first step on again, with all that joined since. */
export async function tellAgain(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  const now = ctx.runtime.clock.now();
  const escalateAt = now + (await escalateAfterMs(tx));
  const reopened = await updateAlert(tx, {
    id: alert.id,
    set: {
      status: "open",
      acknowledgedAt: null,
      acknowledgedBy: null,
      round: alert.round + 1,
      escalationStep: 0,
      escalateAt,
      updatedAt: now,
    },
  });
  await tellFirstStep(tx, ctx, { alert: reopened, notBeforeAt: now });
}

/**
 * It became grave, or the channels changed: those that take it only now are told, those of steps
 * that had their turn at once; where no further step took it before, the next one is looked for
 * again.
 */
export async function tellNewcomers(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  const now = ctx.runtime.clock.now();
  await tellFirstStep(tx, ctx, { alert, notBeforeAt: now + GATHER_MS });
  if (alert.status !== "open") return;
  const passed = (await findTold(tx, alert)).filter(
    ({ step }) => step > 0 && step < alert.escalationStep,
  );
  await insertDeliveries(tx, ctx, {
    alert,
    channelIds: passed.map(({ id }) => id),
    event: "escalated",
    notBeforeAt: now + GATHER_MS,
  });
  const escalateAt = now + (await escalateAfterMs(tx));
  if (alert.escalateAt !== null && alert.escalateAt <= escalateAt) return;
  await updateAlert(tx, { id: alert.id, set: { escalateAt } });
}

/** Whoever was told is told that it is over; what nobody heard of yet is dropped. */
export async function tellClosed(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  const rows = await listDeliveriesOf(tx, alert.id);
  const unsent = rows.filter(({ status, attempts }) => status === "queued" && attempts === 0);
  await deleteDeliveries(tx, idsOf(unsent));
  const retried = rows.filter(({ status, attempts }) => status === "queued" && attempts > 0);
  await giveUpDeliveries(tx, {
    ids: idsOf(retried),
    why: "The alert closed before it got through.",
  });
  const heard = rows.filter(mayHaveBeenHeard).map(({ channelId }) => channelId);
  await insertDeliveries(tx, ctx, {
    alert,
    channelIds: [...new Set(heard)],
    event: "closed",
    notBeforeAt: ctx.runtime.clock.now(),
  });
}

/** A try that failed may have got through all the same. */
function mayHaveBeenHeard({ status, attempts }: DeliveryRow): boolean {
  return status === "sent" || status === "sending" || (status === "queued" && attempts > 0);
}

export async function escalateAfterMs(tx: Tx): Promise<number> {
  return (await readSetting(tx, "alerts.escalateAfterMinutes")) * MINUTE;
}

function idsOf(rows: readonly DeliveryRow[]): string[] {
  return rows.map(({ id }) => id);
}
