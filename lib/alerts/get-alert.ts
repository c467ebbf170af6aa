import { requirePermission } from "../auth/require-permission";
import { findTold } from "../channels/find-told";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import type { AlertDetailDto } from "./dto";
import { getAlertRow } from "./get-alert-row";
import { listAlertDeliveries, listShownMembers } from "./list-alerts.repo";
import { findNextStep } from "./next-step.pure";
import { AlertRef } from "./schemas";
import { toAlertDto } from "./to-alert-dto";

const MEMBERS_MAX = 200;

/** With its members, as far as the caller may see their accounts, and who was told. */
export async function getAlert(ctx: Context, input: AlertRef): Promise<AlertDetailDto> {
  requirePermission(ctx, "alerts.read");
  const { alertId } = AlertRef.parse(input);
  const { read } = ctx.runtime.db;
  const row = await getAlertRow(read, ctx, alertId);
  const dto = await toAlertDto(read, row);
  const members = await listShownMembers(read, {
    alertId,
    accounts: ctx.accounts,
    limit: MEMBERS_MAX,
  });
  const told = await listAlertDeliveries(read, alertId);
  const channels = await findTold(read, row);
  const steps = channels.map(({ step }) => step);
  // One that nobody is told of next does not escalate; the row learns of it when its time comes.
  const isLast = row.status === "open" && findNextStep(steps, row.escalationStep) === null;
  return {
    ...dto,
    escalateAt: isLast ? null : dto.escalateAt,
    channelCount: channels.length,
    members: members.map(({ entityType, entityId, message, addedAt, clearedAt }) => ({
      entityType,
      entityId,
      message,
      addedAt: toIso(addedAt),
      clearedAt: toIsoOrNull(clearedAt),
    })),
    deliveries: told.map((delivery) => ({
      ...delivery,
      createdAt: toIso(delivery.createdAt),
      sentAt: toIsoOrNull(delivery.sentAt),
    })),
  };
}
