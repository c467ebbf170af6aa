import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { alertChanged } from "./alert-changed";
import type { AlertKind } from "./alert-kinds";
import { findOpenAlert, updateAlert, type AlertRow } from "./alert.repo";
import { clearAllMembers, clearMembers, listMemberships } from "./members.repo";
import { tellClosed } from "./tell";

/**
 * With a member: that one is well again, and the alert closes with its last member. Without: the
 * cause is gone. Nothing happens where no such alert is open.
 */
export async function clearAlert(
  tx: Tx,
  ctx: Context,
  of: { cause: string; reason: string; member?: { entityType: string; entityId: string } },
): Promise<void> {
  const alert = await findOpenAlert(tx, of.cause);
  if (!alert) return;
  const { reason, member } = of;
  if (!member) {
    await clearAllMembers(tx, { alertId: alert.id, now: ctx.runtime.clock.now() });
    await closeAlert(tx, ctx, { alert: { ...alert, memberCount: 0 }, reason });
    return;
  }
  const { entityType, entityId } = member;
  await clearFrom(tx, ctx, { alertId: alert.id, entityType, entityIds: [entityId], reason });
}

/** Those members are well again, in the one open alert of the cause. */
export async function clearMembersOf(
  tx: Tx,
  ctx: Context,
  of: { cause: string; reason: string; entityType: string; entityIds: readonly string[] },
): Promise<void> {
  const { cause, ...members } = of;
  const alert = await findOpenAlert(tx, cause);
  if (alert) await clearFrom(tx, ctx, { alertId: alert.id, ...members });
}

/** The entities are well again in every open alert of these kinds, whatever its cause. */
export async function clearEntities(
  tx: Tx,
  ctx: Context,
  of: {
    entityType: string;
    entityIds: readonly string[];
    kinds: readonly AlertKind[];
    reason: string;
    /** Not in the alert of this cause. */
    exceptCause?: string;
  },
): Promise<void> {
  const { entityType, reason, exceptCause } = of;
  const kept = exceptCause === undefined ? null : await findOpenAlert(tx, exceptCause);
  const idsByAlert = new Map<string, string[]>();
  for (const { alertId, entityId } of await listMemberships(tx, of)) {
    if (alertId === kept?.id) continue;
    idsByAlert.set(alertId, [...(idsByAlert.get(alertId) ?? []), entityId]);
  }
  for (const [alertId, entityIds] of idsByAlert) {
    await clearFrom(tx, ctx, { alertId, entityType, entityIds, reason });
  }
}

async function clearFrom(
  tx: Tx,
  ctx: Context,
  of: { alertId: string; entityType: string; entityIds: readonly string[]; reason: string },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const cleared = await clearMembers(tx, { ...of, now });
  if (cleared === 0) return;
  const alert = await updateAlert(tx, {
    id: of.alertId,
    set: { updatedAt: now },
    membersAdded: -cleared,
  });
  if (alert.memberCount === 0) await closeAlert(tx, ctx, { alert, reason: of.reason });
  else await alertChanged(tx, ctx, alert);
}

async function closeAlert(
  tx: Tx,
  ctx: Context,
  { alert, reason }: { alert: AlertRow; reason: string },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const closed = await updateAlert(tx, {
    id: alert.id,
    set: {
      status: "closed",
      closedAt: now,
      closedReason: reason,
      escalateAt: null,
      updatedAt: now,
    },
    membersAdded: alert.memberCount === 0 ? 0 : -alert.memberCount,
  });
  await tellClosed(tx, ctx, closed);
  await alertChanged(tx, ctx, closed);
}
