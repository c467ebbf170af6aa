import { findTold } from "../channels/find-told";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { alertChanged } from "./alert-changed";
import { findAlert, listAlertsToEscalate, updateAlert, type AlertRow } from "./alert.repo";
import { insertDeliveries } from "./deliveries.repo";
import { hasJoined } from "./members.repo";
import { findNextStep } from "./next-step.pure";
import { escalateAfterMs, findRepeatAt, tellAgain } from "./tell";

const ALERTS_MAX = 50;

/**
 * Tells the next step of channels of every alert that nobody acknowledged in time, tells all of them
 * again in the end, and opens again what befell more than somebody had acknowledged.
 */
export async function escalateAlerts(ctx: Context): Promise<void> {
  const { db, clock } = ctx.runtime;
  const due = await listAlertsToEscalate(db.read, { now: clock.now(), limit: ALERTS_MAX });
  for (const { id } of due) await db.write((tx) => escalate(tx, ctx, id));
}

async function escalate(tx: Tx, ctx: Context, alertId: string): Promise<void> {
  const alert = await findAlert(tx, alertId);
  const now = ctx.runtime.clock.now();
  if (!alert || (alert.escalateAt ?? Infinity) > now) return;
  if (alert.status === "acknowledged") return reopen(tx, ctx, alert);
  const told = await findTold(tx, alert);
  const step = findNextStep(
    told.map((channel) => channel.step),
    alert.escalationStep,
  );
  if (step === null) return repeat(tx, ctx, alert);
  await insertDeliveries(tx, ctx, {
    alert,
    channelIds: told.filter((channel) => channel.step === step).map(({ id }) => id),
    event: "escalated",
    notBeforeAt: now,
  });
  const escalateAt = now + (await escalateAfterMs(tx));
  await updateAlert(tx, { id: alertId, set: { escalationStep: step + 1, escalateAt } });
  await alertChanged(tx, ctx, alert);
}

async function repeat(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  const repeatAt = await findRepeatAt(tx, alert);
  if (repeatAt !== null && repeatAt <= ctx.runtime.clock.now()) await tellAgain(tx, ctx, alert);
  else await updateAlert(tx, { id: alert.id, set: { escalateAt: repeatAt } });
  await alertChanged(tx, ctx, alert);
}

/** What joined it may be well again by now: then whoever acknowledged knows of all there is. */
async function reopen(tx: Tx, ctx: Context, alert: AlertRow): Promise<void> {
  if (await hasJoined(tx, { alertId: alert.id, since: alert.acknowledgedAt ?? 0 })) {
    await tellAgain(tx, ctx, alert);
  } else await updateAlert(tx, { id: alert.id, set: { escalateAt: null } });
  await alertChanged(tx, ctx, alert);
}
