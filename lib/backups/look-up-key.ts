import type { Ec2Image } from "../aws/ec2/ec2";
import { SECOND } from "../clock";
import type { Context } from "../context";
import { adoptImage } from "./adopt-image";
import { patchAttempt } from "./attempt.repo";
import { isDeadImage, isRemovedImage, type SeenImage } from "./decide-look-up.pure";
import { endUnsendable } from "./end-unsendable";
import { attemptIdentity, toSeenImage } from "./image-identity";
import { mayPass } from "./may-pass";
import { patchBackup } from "./patch-backup.repo";
import { withReader } from "./reader";
import type { Run } from "./run.repo";
import { toDeadSnapshotRows } from "./seen-snapshots";
import { saveSnapshots } from "./snapshot.repo";
import type { StepResult } from "./step-result";
import { ServiceError } from "../errors";

const AWAY_MS = 15 * SECOND;

/** Before another attempt: any live image of this backup in AWS makes that attempt needless. */
export async function lookUpKey(ctx: Context, run: Run): Promise<StepResult> {
  const { backup, attempt } = run;
  const askedAt = ctx.runtime.clock.now();
  const images = await find(ctx, run);
  if ("result" in images) return images.result;
  await ctx.runtime.faultPoint?.("after-key-look");
  const alive = images.found
    .map(toSeenImage)
    .filter((image) => !isDeadImage(image) && !isRemovedImage(image));
  const now = ctx.runtime.clock.now();
  const [image, second] = alive;
  await ctx.runtime.db.write(async (tx) => {
    const dead = toDeadSnapshotRows(images.found, { backupId: backup.id, now });
    await saveSnapshots(tx, dead);
    if (!image) {
      // As old as it is: whoever stood still since must look anew.
      if (attempt) await patchAttempt(tx, attempt.id, { lookedUpAt: askedAt });
      return;
    }
    const attemptNumber = numberOf(image) ?? backup.attemptNumber;
    const secondImageId = second?.imageId ?? null;
    await adoptImage(tx, ctx, { backup, image, attemptNumber, secondImageId, now });
  });
  return image ? "done" : "again";
}

async function find(
  ctx: Context,
  run: Run,
): Promise<{ found: Ec2Image[] } | { result: StepResult }> {
  const { accountRef, region, attemptNumber } = run.backup;
  const { backupKey, owner } = attemptIdentity(ctx, run, attemptNumber);
  const place = { accountRef, region, preferredId: run.instance.credentialId };
  try {
    const query = { backupKeys: [backupKey], ownerTag: owner };
    return { found: await withReader(ctx, place, (ec2) => ec2.findImages(query)) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (!mayPass(error)) return { result: await endUnsendable(ctx, run, error) };
    const notBeforeAt = ctx.runtime.clock.now() + (error.retryAfterMs ?? AWAY_MS);
    await ctx.runtime.db.write((tx) =>
      patchBackup(tx, ctx, { backup: run.backup, set: { notBeforeAt } }),
    );
    return { result: "done" };
  }
}

function numberOf(image: SeenImage): number | null {
  const number = Number(image.attempt);
  return Number.isInteger(number) && number > 0 ? number : null;
}
