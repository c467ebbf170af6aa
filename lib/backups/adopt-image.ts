import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { acceptAttempt } from "./attempt.repo";
import type { BackupRow } from "./backup-row";
import { changeStatus } from "./change-status";
import type { SeenImage } from "./decide-look-up.pure";
import { recordSecondImage } from "./record-second-image";

export interface Adoption {
  backup: BackupRow;
  image: SeenImage;
  /** Which attempt made it, by its own tag. */
  attemptNumber: number;
  secondImageId?: string | null;
  now: number;
}

/** The image is ours and alive: `pending`, and the next poll tells what AWS says of it. */
export async function adoptImage(
  tx: Tx,
  ctx: Context,
  adoption: Adoption,
): Promise<BackupRow | null> {
  const { backup, image, now } = adoption;
  const healed = backup.status === "failed";
  const adopted = await changeStatus(tx, ctx, {
    backup,
    to: "pending",
    trigger: "seen",
    set: {
      leaseToken: null,
      leaseExpiresAt: null,
      imageId: image.imageId,
      imageName: image.name,
      imageState: image.state,
      imageSeenAt: now,
      missingSinceAt: null,
      progressPercent: backup.progressPercent ?? 0,
      pendingAt: now,
      endedAt: null,
      notBeforeAt: now,
    },
    message: healed
      ? `The image exists after all: ${image.imageId}.`
      : `Found ${image.imageId} by its name and tags: it is this backup's.`,
  });
  if (!adopted) return null;
  await acceptAttempt(tx, {
    backupId: backup.id,
    number: adoption.attemptNumber,
    imageId: image.imageId,
    now,
  });
  if (adoption.secondImageId) {
    await recordSecondImage(tx, ctx, { backup: adopted, imageId: adoption.secondImageId });
  }
  return adopted;
}
