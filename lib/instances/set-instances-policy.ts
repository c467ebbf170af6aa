import { requirePermission } from "#lib/auth/require-permission";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { SetInstancesPolicyInput } from "./schemas";
import { updateInstance } from "./update-instance";

/** The sweep after it is the first after an edit: it asks before it takes an unusual number. */
export async function setInstancesPolicy(
  ctx: Context,
  input: SetInstancesPolicyInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "policies.write");
  const { ids, retentionPolicyId } = SetInstancesPolicyInput.parse(input);
  return runEach(ctx, ids, async (instanceId) => {
    await updateInstance(ctx, { instanceId, retentionPolicyId });
  });
}
