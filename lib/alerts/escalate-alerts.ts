import { findTold } from "../channels/find-told";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { alertChanged } from "./alert-changed";
import { findAlert, listAlertsToEscalate, updateAlert } from "./alert.repo";
import { insertDeliveries } from "./deliveries.repo";
import { findNextStep } from "./next-step.pure";
import { escalateAfterMs } from "./tell";

const ALERTS_MAX = 50;

/** Tells the next step of channels of every alert that nobody acknowledged in time. */
export async function escalateAlerts(ctx: Context): Promise<void> {
  const { db, clock } = ctx.runtime;
  const due = await listAlertsToEscalate(db.read, { now: clock.now(), limit: ALERTS_MAX });
  for (const { id } of due) await db.write((tx) => escalate(tx, ctx, id));
}

async function escalate(tx: Tx, ctx: Context, alertId: string): Promise<void> {
  const alert = await findAlert(tx, alertId);
  const now = ctx.runtime.clock.now();
  if (!alert || alert.status !== "open" || (alert.escalateAt ?? Infinity) > now) return;
  const told = await findTold(tx, alert);
  const step = findNextStep(
    told.map((channel) => channel.step),
    alert.escalationStep,
  );
  if (step === null) {
    await updateAlert(tx, { id: alertId, set: { escalateAt: null } });
    return;
  }
  await insertDeliveries(tx, ctx, {
    alertId,
    channelIds: told.filter((channel) => channel.step === step).map(({ id }) => id),
    event: "escalated",
    notBeforeAt: now,
  });
  const escalateAt = now + (await escalateAfterMs(tx));
  await updateAlert(tx, { id: alertId, set: { escalationStep: step + 1, escalateAt } });
  await alertChanged(tx, ctx, alert);
}
