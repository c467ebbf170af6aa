import { requirePermission } from "#lib/auth/require-permission";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { pauseInstance } from "./pause-instance";
import { BulkInstancesInput } from "./schemas";

export async function pauseInstances(
  ctx: Context,
  input: BulkInstancesInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.pause");
  const { ids } = BulkInstancesInput.parse(input);
  return runEach(ctx, ids, async (instanceId) => {
    await pauseInstance(ctx, { instanceId });
  });
}
