import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { insertAttempt, patchAttempt } from "./attempt.repo";
import type { AttemptRow, BackupRow } from "./backup-row";
import { changeStatus, type StatusReason } from "./change-status";
import { decideNextAttempt } from "./decide-next-attempt.pure";
import { failBackup } from "./fail-backup";
import { attemptName } from "./image-identity";
import { ATTEMPTS_MAX } from "./protocol-timing.pure";

export interface EndedAttempt {
  backup: BackupRow;
  /** The 12 digits. */
  accountId: string;
  attempt: AttemptRow;
  /** `failed`: AWS says so of its image. `foreign`: its name belongs to somebody else. */
  as: "failed" | "foreign";
  imageId: string;
  imageState: string | null;
  reason: StatusReason;
}

/** A definite end without an image: the next attempt has another name, if there may be one. */
export async function endAttempt(
  tx: Tx,
  ctx: Context,
  ended: EndedAttempt,
): Promise<BackupRow | null> {
  const { backup, attempt } = ended;
  const now = ctx.runtime.clock.now();
  const next = decideNextAttempt({ ...backup, ...attempt, attemptNumber: attempt.number, now });
  const changed = next
    ? await queueNext(tx, ctx, { ended, notBeforeAt: next.notBeforeAt })
    : await failBackup(tx, ctx, { backup, reason: ended.reason, mayHeal: false });
  if (!changed) return null;
  await ctx.runtime.faultPoint?.("in-next-attempt");
  await patchAttempt(tx, attempt.id, {
    status: ended.as,
    imageId: ended.imageId,
    errorCode: ended.reason.code ?? null,
    errorMessage: ended.reason.message,
    endedAt: now,
  });
  return changed;
}

async function queueNext(
  tx: Tx,
  ctx: Context,
  { ended, notBeforeAt }: { ended: EndedAttempt; notBeforeAt: number },
): Promise<BackupRow | null> {
  const { backup, accountId, reason } = ended;
  const number = ended.attempt.number + 1;
  const imageName = attemptName(ctx, { backup, accountId }, number);
  const message = `${reason.message} Attempt ${number} of ${ATTEMPTS_MAX} follows.`;
  const queued = await changeStatus(tx, ctx, {
    backup,
    to: "queued",
    trigger: "next_attempt",
    reason: { ...reason, message },
    set: {
      attemptNumber: number,
      leaseToken: null,
      leaseExpiresAt: null,
      notBeforeAt,
      imageId: null,
      imageName,
      imageState: null,
      imageCreatedAt: null,
      imageSeenAt: null,
      missingSinceAt: null,
      progressPercent: null,
      pendingAt: null,
    },
    message,
  });
  if (queued) await insertAttempt(tx, ctx, { backupId: backup.id, number, imageName });
  return queued;
}
