import { requirePermission } from "#lib/auth/require-permission";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { RescheduleInstancesInput } from "./schemas";
import { updateInstance } from "./update-instance";

export async function rescheduleInstances(
  ctx: Context,
  input: RescheduleInstancesInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.write");
  const { ids, schedules } = RescheduleInstancesInput.parse(input);
  return runEach(ctx, ids, async (instanceId) => {
    await updateInstance(ctx, { instanceId, schedules });
  });
}
