import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { acceptAttempt, ensureAttempt } from "./attempt.repo";
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
  const healed = backup.status === "failed" || backup.status === "missed";
  // Reported before the tick came by, nothing was sent either.
  const isByAws = isStartedByAws(backup) || backup.status === "expected";
  const adopted = await changeStatus(tx, ctx, {
    backup,
    to: "pending",
    trigger: "seen",
    set: {
      ...(isByAws ? { scheduler: "eventbridge", startedAt: backup.startedAt ?? now } : {}),
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
  if (isByAws) {
    await ensureAttempt(tx, ctx, {
      backupId: backup.id,
      number: adoption.attemptNumber,
      imageName: image.name,
    });
  }
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

/** Nothing was sent for it from here: what is seen is the attempt that AWS made by itself. */
export function isStartedByAws({ status, scheduler }: BackupRow): boolean {
  return scheduler === "eventbridge" && (status === "expected" || status === "missed");
}
