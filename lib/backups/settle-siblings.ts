import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { isDeadImage, isRemovedImage, judgeImage } from "./decide-look-up.pure";
import { attemptIdentity, toSeenImage } from "./image-identity";
import { recordSecondImage } from "./record-second-image";
import { toDeadSnapshotRows } from "./seen-snapshots";
import type { WatchedRun } from "./settle-polls";
import { saveSnapshots } from "./snapshot.repo";

/**
 * Sent again, a name may have made an image before: one that failed unseen and gave the name up.
 * What such an attempt has in AWS beside its image is looked for while the image is watched.
 */
export function wasSentAgain({ attempt }: WatchedRun): boolean {
  return attempt !== null && attempt.sendCount > 1;
}

interface Sibling {
  run: WatchedRun;
  image: Ec2Image;
}

/** Lists the snapshots of those that failed with their record, and tells of any that lives. */
export async function settleSiblings(
  ctx: Context,
  { runs, images }: { runs: readonly WatchedRun[]; images: readonly Ec2Image[] },
): Promise<void> {
  const siblings = runs.filter(wasSentAgain).flatMap((run) => siblingsOf(ctx, run, images));
  if (siblings.length === 0) return;
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    for (const { run, image } of siblings) {
      const { backup } = run;
      if (isDeadImage(image)) {
        await saveSnapshots(tx, toDeadSnapshotRows([image], { backupId: backup.id, now }));
      } else await recordSecondImage(tx, ctx, { backup, imageId: image.imageId });
    }
  });
}

function siblingsOf(ctx: Context, run: WatchedRun, images: readonly Ec2Image[]): Sibling[] {
  const { backup, attempt } = run;
  const others = images.filter(
    ({ name, imageId }) => name === attempt?.imageName && imageId !== backup.imageId,
  );
  return others
    .filter((image) => !isRemovedImage(image))
    .filter((image) => {
      const identity = attemptIdentity(ctx, run, backup.attemptNumber);
      return judgeImage(toSeenImage(image), identity) === "ours";
    })
    .map((image) => ({ run, image }));
}
