import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Snapshot } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { JobResult } from "../queue/queue";
import { requireYoungProof } from "../removal/require-young-proof";
import { claimItems } from "./claim-items";
import { endItems } from "./end-items";
import type { PlanItemRow } from "./plan-row";

/**
 * Deletes the snapshots that items name, each after AWS has just shown our tag on it. `begun`: their
 * image has just gone, and a cancelled plan does not keep what belonged to it.
 */
export async function deleteOrphanSnapshots(
  ctx: Context,
  ec2: Ec2,
  items: readonly PlanItemRow[],
  progress?: "begun",
): Promise<JobResult> {
  const provenAt = ctx.runtime.clock.now();
  const found = await ec2.findSnapshots(items.flatMap(({ snapshotIds }) => snapshotIds));
  const byId = new Map(found.map((snapshot) => [snapshot.snapshotId, snapshot]));
  for (const item of items) {
    // A plan that was cancelled in the meantime deletes nothing more.
    if (progress !== "begun" && (await claimItems(ctx, [item])).length === 0) continue;
    const left: string[] = [];
    for (const snapshotId of item.snapshotIds) {
      const outcome = await deleteOne(ctx, ec2, { seen: byId.get(snapshotId), provenAt });
      if (outcome !== null && typeof outcome === "object") return outcome;
      if (outcome !== null) left.push(`${snapshotId}: ${outcome}`);
    }
    const status = left.length === 0 ? ("removed" as const) : ("failed" as const);
    const outcome = left.length === 0 ? "AWS has nothing of it any more." : left.join(" ");
    await ctx.runtime.db.write((tx) => endItems(tx, ctx, [{ itemId: item.id, status, outcome }]));
  }
  return;
}

/** Null: AWS has it no more. A text: why it stays. */
async function deleteOne(
  ctx: Context,
  ec2: Ec2,
  { seen, provenAt }: { seen: Ec2Snapshot | undefined; provenAt: number },
): Promise<null | string | { retryAfterMs: number }> {
  if (!seen) return null;
  const { config } = ctx.runtime;
  const { snapshotId, tags } = seen;
  if (tags[IMAGE_TAGS.owner] !== config.installationId)
    return "it has no tag of this installation.";
  if (tags[IMAGE_TAGS.keep] !== undefined) return `it is tagged ${IMAGE_TAGS.keep}.`;
  try {
    await ec2.deleteSnapshot(snapshotId, {
      beforeSend: () => requireYoungProof(ctx, { resourceId: snapshotId, provenAt }),
    });
    return null;
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.awsCode === "InvalidSnapshot.NotFound") return null;
    if (error.awsCode === "InvalidSnapshot.InUse") return "an image uses it.";
    return error.outcome === "refused"
      ? error.message
      : { retryAfterMs: error.retryAfterMs ?? 5_000 };
  }
}
