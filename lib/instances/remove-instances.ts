import { requirePermission } from "#lib/auth/require-permission";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { removeInstance } from "./remove-instance";
import { RemoveInstancesInput } from "./schemas";

/** Ends the protection of each; no image is deleted, whatever becomes of their retention. */
export async function removeInstances(
  ctx: Context,
  input: RemoveInstancesInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.remove");
  const { ids, backups } = RemoveInstancesInput.parse(input);
  if (backups === "retention") requirePermission(ctx, "policies.write");
  return runEach(ctx, ids, (instanceId) => removeInstance(ctx, { instanceId, backups }));
}
