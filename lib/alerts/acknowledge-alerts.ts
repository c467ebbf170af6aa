import { requirePermission } from "../auth/require-permission";
import { runEach, type BulkReportDto } from "../bulk";
import type { Context } from "../context";
import { acknowledgeAlert } from "./acknowledge-alert";
import { BulkAlertsInput } from "./schemas";

export async function acknowledgeAlerts(
  ctx: Context,
  input: BulkAlertsInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "alerts.acknowledge");
  const { ids } = BulkAlertsInput.parse(input);
  return runEach(ctx, ids, async (alertId) => {
    const { acknowledgedBy } = await acknowledgeAlert(ctx, { alertId });
    return { text: `looked after by ${acknowledgedBy}` };
  });
}
