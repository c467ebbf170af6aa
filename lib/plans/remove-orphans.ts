import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import { isRemovedImage } from "../backups/decide-look-up.pure";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { JobResult } from "../queue/queue";
import { CLOCK_SKEW_MS_MAX } from "../removal/removal-timing.pure";
import { withRemover } from "../removal/remover";
import { requireYoungProof } from "../removal/require-young-proof";
import { claimItems, releaseItem } from "./claim-items";
import { endItems, type ItemEnd } from "./end-items";
import { findFirstImages, listWantedImages, type FirstImage } from "./orphans.repo";
import type { PlanItemRow } from "./plan-row";
import { deleteOrphanSnapshots } from "./delete-orphan-snapshots";

const AGAIN_MS = MINUTE;

/**
 * Images and snapshots that no record wants, in a plan that a person applied: each send follows an
 * answer of AWS at most 60 s old that shows our tag. All of one account and region.
 */
export async function removeOrphans(
  ctx: Context,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const [first] = items;
  if (!first) return;
  const { accountRef, region } = first;
  return withRemover(ctx, { accountRef, region, preferredId: null }, async (ec2) => {
    const images = items.filter(({ imageId }) => imageId !== null);
    const result = images.length > 0 ? await removeImages(ctx, ec2, images) : undefined;
    if (result !== undefined) return result;
    const loose = items.filter(({ imageId }) => imageId === null);
    return loose.length > 0 ? deleteOrphanSnapshots(ctx, ec2, loose) : undefined;
  });
}

async function removeImages(
  ctx: Context,
  ec2: Ec2,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const { clock, db } = ctx.runtime;
  const imageIds = items.flatMap(({ imageId }) => imageId ?? []);
  const firsts = await findFirstImages(db.read, imageIds);
  const firstIds = [...firsts.values()].flatMap(({ imageId }) => imageId ?? []);
  const provenAt = clock.now();
  const proof = await ec2.proveImages([...imageIds, ...firstIds]);
  const skewMs = proof.answeredAt === null ? Infinity : Math.abs(proof.answeredAt - clock.now());
  if (skewMs > CLOCK_SKEW_MS_MAX) return { retryAfterMs: AGAIN_MS };
  const images = new Map(proof.images.map((image) => [image.imageId, image]));
  const wanted = await listWantedImages(db.read, imageIds);
  for (const item of items) {
    const image = images.get(item.imageId ?? "");
    const first = firsts.get(item.imageId ?? "");
    const lost = findLostFirst(first, images);
    const result =
      lost === null
        ? await removeOne(ctx, ec2, { item, image, first, wanted, provenAt })
        : await end(ctx, item, { status: "kept", outcome: lost });
    if (result !== undefined) return result;
  }
  return;
}

/** What is another copy of a backup's image goes only while that one is good by AWS's word. */
function findLostFirst(
  first: FirstImage | undefined,
  images: ReadonlyMap<string, Ec2Image>,
): string | null {
  if (!first) return null;
  const isThere = images.get(first.imageId ?? "")?.state === "available";
  if (first.isAvailable && isThere) return null;
  const what = first.imageId ?? "none";
  return `It is the other copy of a backup whose own image, ${what}, is not available.`;
}

interface Orphan {
  item: PlanItemRow;
  image: Ec2Image | undefined;
  first: FirstImage | undefined;
  wanted: ReadonlySet<string>;
  provenAt: number;
}

async function removeOne(ctx: Context, ec2: Ec2, orphan: Orphan): Promise<JobResult> {
  const { item, image, first, wanted, provenAt } = orphan;
  const { config } = ctx.runtime;
  // Gone, by us or by a person: what is left of it are the snapshots that the plan names.
  if (!image || isRemovedImage(image)) return deleteRest(ctx, ec2, item);
  const objection = wanted.has(image.imageId)
    ? "A record has come to want it."
    : findTagObjection(image.tags, config.installationId);
  if (objection) return end(ctx, item, { status: "kept", outcome: objection });
  const snapshotIds = image.snapshots.map(({ snapshotId }) => snapshotId);
  // Written down before the image goes.
  const [claimed] = await claimItems(ctx, [item], { snapshotIds, need: first?.backupId });
  if (!claimed) return;
  try {
    const deleteSnapshots = item.mode === "image_and_snapshots";
    const answer = await ec2.deregisterImage(
      image.imageId,
      { deleteSnapshots },
      {
        beforeSend: () => requireYoungProof(ctx, { resourceId: image.imageId, provenAt }),
      },
    );
    const gone = new Set(
      answer.snapshots?.filter(({ code }) => code === "success").map((row) => row.snapshotId),
    );
    const left = deleteSnapshots ? snapshotIds.filter((id) => !gone.has(id)) : [];
    return await deleteRest(ctx, ec2, { ...claimed, snapshotIds: left }, "begun");
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.outcome === "refused" && !error.awsCode.startsWith("InvalidAMIID")) {
      return end(ctx, item, { status: "failed", outcome: error.message });
    }
    if (error.outcome === "not_sent") {
      // As it was read: nothing that was signed for this claim can take effect.
      const before = { ...claimed, updatedAt: 0 };
      await releaseItem(ctx, before, (outcome) => ({ status: "kept", outcome }));
    }
    // A proof of its own says what became of it.
    return { retryAfterMs: error.retryAfterMs ?? 5_000 };
  }
}

/** What speaks against it by its own tags, or null. */
export function findTagObjection(
  tags: Readonly<Record<string, string>>,
  installationId: string,
): string | null {
  if (tags[IMAGE_TAGS.owner] !== installationId) return "It has no tag of this installation.";
  if (tags[IMAGE_TAGS.keep] !== undefined) return `It is tagged ${IMAGE_TAGS.keep}.`;
  return tags[IMAGE_TAGS.hold] === undefined ? null : `It is tagged ${IMAGE_TAGS.hold}.`;
}

/** Its image is gone: `begun`, by us. */
export async function deleteRest(
  ctx: Context,
  ec2: Ec2,
  item: PlanItemRow,
  progress?: "begun",
): Promise<JobResult> {
  if (item.mode === "image_and_snapshots" && item.snapshotIds.length > 0) {
    return deleteOrphanSnapshots(ctx, ec2, [item], progress);
  }
  return end(ctx, item, { status: "removed", outcome: `AWS has ${item.imageId} no more.` });
}

async function end(
  ctx: Context,
  item: PlanItemRow,
  of: Pick<ItemEnd, "status" | "outcome">,
): Promise<void> {
  await ctx.runtime.db.write((tx) => endItems(tx, ctx, [{ itemId: item.id, ...of }]));
}
