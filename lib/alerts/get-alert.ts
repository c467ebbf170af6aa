import { requirePermission } from "../auth/require-permission";
import { findTold } from "../channels/find-told";
import { toIso, toIsoOrNull, type EpochMs } from "../clock";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { AlertRow } from "./alert.repo";
import type { AlertDetailDto } from "./dto";
import { getAlertRow } from "./get-alert-row";
import { listAlertDeliveries, listShownMembers } from "./list-alerts.repo";
import { findNextStep } from "./next-step.pure";
import { AlertRef } from "./schemas";
import { findRepeatAt } from "./tell";
import { toAlertDto } from "./to-alert-dto";

const MEMBERS_MAX = 200;

/** With its members, as far as the caller may see their accounts, and who was told. */
export async function getAlert(ctx: Context, input: AlertRef): Promise<AlertDetailDto> {
  requirePermission(ctx, "alerts.read");
  const { alertId } = AlertRef.parse(input);
  const { read } = ctx.runtime.db;
  const row = await getAlertRow(read, ctx, alertId);
  const dto = await toAlertDto(read, { row, accounts: ctx.accounts });
  const members = await listShownMembers(read, {
    alertId,
    accounts: ctx.accounts,
    limit: MEMBERS_MAX,
  });
  const told = await listAlertDeliveries(read, alertId);
  const channels = await findTold(read, row);
  return {
    ...dto,
    escalateAt: toIsoOrNull(await findToldNextAt(read, { row, channels })),
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

/** The row learns only when its time comes that no further step is left, and it is told again. */
async function findToldNextAt(
  q: Queryable,
  { row, channels }: { row: AlertRow; channels: ReadonlyArray<{ step: number }> },
): Promise<EpochMs | null> {
  if (row.status !== "open" || row.escalateAt === null) return row.escalateAt;
  if (channels.length === 0) return null;
  const steps = channels.map(({ step }) => step);
  const isLast = findNextStep(steps, row.escalationStep) === null;
  return isLast ? await findRepeatAt(q, row) : row.escalateAt;
}
