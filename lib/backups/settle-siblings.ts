import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { isDeadImage, isRemovedImage, judgeImage } from "./decide-look-up.pure";
import { attemptIdentity, toSeenImage } from "./image-identity";
import { recordSecondImage } from "./record-second-image";
import { toDeadSnapshotRows } from "./seen-snapshots";
import type { WatchedRun } from "./settle-polls";
import { saveSnapshots } from "./snapshot.repo";
import { writePart } from "./write-part";

/**
 * Sent again, a name may have made an image before: one that failed unseen and gave the name up.
 * What such an attempt has in AWS beside its image is looked for while the image is watched.
 */
export function wasSentAgain({ attempt }: WatchedRun): boolean {
  return attempt !== null && attempt.sendCount > 1;
}

interface Siblings {
  run: WatchedRun;
  images: readonly Ec2Image[];
}

/**
 * Lists the snapshots of those that failed with their record, and tells of any that lives. Answers
 * with the runs of which nothing is left to be written: the others must not end without it.
 */
export async function settleSiblings(
  ctx: Context,
  { runs, images }: { runs: readonly WatchedRun[]; images: readonly Ec2Image[] },
): Promise<WatchedRun[]> {
  const siblings = runs
    .filter(wasSentAgain)
    .map((run): Siblings => ({ run, images: siblingsOf(ctx, run, images) }))
    .filter((found) => found.images.length > 0);
  if (siblings.length === 0) return [...runs];
  const written = await writePart(ctx, siblings, async (tx, part) => {
    for (const { run, images } of part) await write(tx, ctx, run, images);
  });
  const settled = new Set(written.map(({ run }) => run.backup.id));
  const left = new Set(siblings.map(({ run }) => run.backup.id).filter((id) => !settled.has(id)));
  return runs.filter(({ backup }) => !left.has(backup.id));
}

async function write(
  tx: Tx,
  ctx: Context,
  { backup }: WatchedRun,
  images: readonly Ec2Image[],
): Promise<void> {
  const now = ctx.runtime.clock.now();
  await saveSnapshots(tx, toDeadSnapshotRows(images, { backupId: backup.id, now }));
  for (const image of images) {
    if (!isDeadImage(image)) await recordSecondImage(tx, ctx, { backup, imageId: image.imageId });
  }
}

function siblingsOf(ctx: Context, run: WatchedRun, images: readonly Ec2Image[]): Ec2Image[] {
  const { backup, attempt } = run;
  const others = images.filter(
    ({ name, imageId }) => name === attempt?.imageName && imageId !== backup.imageId,
  );
  return others
    .filter((image) => !isRemovedImage(image))
    .filter((image) => {
      const identity = attemptIdentity(ctx, run, backup.attemptNumber);
      return judgeImage(toSeenImage(image), identity) === "ours";
    });
}
