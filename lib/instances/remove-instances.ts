import { requirePermission } from "#lib/auth/require-permission";
import { writeAs } from "#lib/auth/write-as";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { getInstanceRow } from "./get-instance-row";
import { endProtection } from "./remove-instance";
import { RemoveInstancesInput, type BackupsAfterRemoval } from "./schemas";

/**
 * Ends the protection of each; no image is deleted, whatever becomes of their retention. What was
 * removed so already counts as done: an answer that was lost is asked for again.
 */
export async function removeInstances(
  ctx: Context,
  input: RemoveInstancesInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.remove_many");
  const { ids, backups } = RemoveInstancesInput.parse(input);
  if (backups === "retention") requirePermission(ctx, "policies.write");
  return runEach(ctx, ids, async (instanceId) => {
    if (await isRemovedSo(ctx, { instanceId, backups })) {
      return { text: "It was removed already." };
    }
    await writeAs(ctx, (tx) => endProtection(tx, ctx, { instanceId, backups }));
    return {};
  });
}

async function isRemovedSo(
  ctx: Context,
  wanted: { instanceId: string; backups: BackupsAfterRemoval },
): Promise<boolean> {
  const { instance } = await getInstanceRow(ctx.runtime.db.read, ctx, wanted.instanceId);
  const goesOn = wanted.backups === "retention";
  return instance.removedAt !== null && instance.retentionAfterRemoval === goesOn;
}
