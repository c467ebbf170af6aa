import type { Ec2 } from "../aws/ec2/ec2";
import { isRemovedImage } from "../backups/decide-look-up.pure";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { JobResult } from "../queue/queue";
import { CLOCK_SKEW_MS_MAX } from "../removal/removal-timing.pure";
import { withRemover } from "../removal/remover";
import { releaseItem } from "./claim-items";
import { deleteOrphanSnapshots } from "./delete-orphan-snapshots";
import type { PlanItemRow } from "./plan-row";
import { deleteRest } from "./remove-orphans";

/**
 * Orphans whose removal was begun and of whose end nobody heard: AWS says what became of each. What
 * is gone takes its snapshots with it, also in a plan that was cancelled meanwhile; nothing else is
 * begun here. All of one account and region.
 */
export async function finishOrphans(
  ctx: Context,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const [first] = items;
  if (!first) return;
  const { accountRef, region } = first;
  return withRemover(ctx, { accountRef, region, preferredId: null }, async (ec2) => {
    const images = items.filter(({ imageId }) => imageId !== null);
    const loose = items.filter(({ imageId }) => imageId === null);
    const later = [
      images.length > 0 ? await finishImages(ctx, ec2, images) : undefined,
      loose.length > 0 ? await finishSnapshots(ctx, ec2, loose) : undefined,
    ];
    return later.find((result) => result !== undefined);
  });
}

async function finishImages(
  ctx: Context,
  ec2: Ec2,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const { clock } = ctx.runtime;
  const proof = await ec2.proveImages(items.flatMap(({ imageId }) => imageId ?? []));
  const skewMs = proof.answeredAt === null ? Infinity : Math.abs(proof.answeredAt - clock.now());
  if (skewMs > CLOCK_SKEW_MS_MAX) return { retryAfterMs: MINUTE };
  const images = new Map(proof.images.map((image) => [image.imageId, image]));
  const results: JobResult[] = [];
  for (const item of items) {
    const image = images.get(item.imageId ?? "");
    const isGone = !image || isRemovedImage(image);
    const result = isGone
      ? await deleteRest(ctx, ec2, item, "begun")
      : await releaseItem(ctx, item, (outcome) => ({ status: "kept", outcome }));
    results.push(result);
  }
  return results.find((result) => result !== undefined);
}

async function finishSnapshots(
  ctx: Context,
  ec2: Ec2,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const found = await ec2.findSnapshots(items.flatMap(({ snapshotIds }) => snapshotIds));
  const there = new Set(found.map(({ snapshotId }) => snapshotId));
  const results: JobResult[] = [];
  for (const item of items) {
    const left = item.snapshotIds.filter((id) => there.has(id));
    const result =
      left.length === 0
        ? await deleteOrphanSnapshots(ctx, ec2, [{ ...item, snapshotIds: [] }], "begun")
        : await releaseItem(ctx, item, (reason) =>
            left.length === item.snapshotIds.length
              ? { status: "kept", outcome: reason }
              : { status: "failed", outcome: `${reason} AWS still has ${left.join(", ")}.` },
          );
    results.push(result);
  }
  return results.find((result) => result !== undefined);
}
