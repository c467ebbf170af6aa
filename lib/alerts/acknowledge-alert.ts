import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { actorName, type Context } from "../context";
import { ConflictError } from "../errors";
import { alertChanged } from "./alert-changed";
import { updateAlert } from "./alert.repo";
import type { AlertDto } from "./dto";
import { getAlertRow } from "./get-alert-row";
import { mayBeAcknowledged } from "./may-be-acknowledged.pure";
import { AlertRef } from "./schemas";
import { toAlertDto } from "./to-alert-dto";

/**
 * Somebody looks after it: it is told to no further step, unless it befalls more than an hour
 * later. It stays until its cause is gone. For all accounts only who sees all of them decides that.
 */
export async function acknowledgeAlert(ctx: Context, input: AlertRef): Promise<AlertDto> {
  requirePermission(ctx, "alerts.acknowledge");
  const { alertId } = AlertRef.parse(input);
  return writeAs(ctx, async (tx) => {
    const alert = await getAlertRow(tx, ctx, alertId);
    if (alert.accountRef === null) requireEveryAccount(ctx, "This alert is");
    if (alert.status === "closed") {
      throw new ConflictError("The alert has closed by itself.", { reason: "AlertClosed" });
    }
    const now = ctx.runtime.clock.now();
    const acknowledged = mayBeAcknowledged(alert)
      ? await updateAlert(tx, {
          id: alertId,
          set: {
            status: "acknowledged",
            acknowledgedAt: now,
            acknowledgedBy: actorName(ctx.actor),
            escalateAt: null,
            updatedAt: now,
          },
        })
      : alert;
    if (acknowledged !== alert) {
      await recordAudit(tx, ctx, {
        action: "alert.acknowledge",
        targetType: "alert",
        targetId: alertId,
        accountRef: alert.accountRef,
        after: { title: alert.title, memberCount: alert.memberCount },
      });
      await alertChanged(tx, ctx, acknowledged);
    }
    return toAlertDto(tx, { row: acknowledged, accounts: ctx.accounts });
  });
}
