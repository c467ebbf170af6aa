import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { patchAttempt } from "./attempt.repo";
import type { AttemptRow, BackupRow } from "./backup-row";
import { patchBackup } from "./patch-backup.repo";
import { lookupPauseMs } from "./protocol-timing.pure";
import { recordStep } from "./record-step";

export interface Unheard {
  /** As claimed, or as found with a lease that ran out. */
  backup: BackupRow;
  attempt: AttemptRow;
  /** The latest instant the request can have been signed. */
  lastSentAt: number | null;
  /** AWS's id from "this name is taken". */
  imageId?: string;
  /** False when this send certainly had no effect, though an earlier one may have. */
  mayHaveActed: boolean;
  /** AWS refused this send for good: its name is looked for, and not sent again. */
  isLastSend?: boolean;
  error: { code: string; message: string; requestId?: string | undefined };
  message: string;
}

/**
 * Nobody knows whether AWS acted: the attempt is unconfirmed, the backup stays `creating`, and the
 * image is looked for by its name. Null when the lease was lost.
 */
export async function settleUnheard(
  tx: Tx,
  ctx: Context,
  unheard: Unheard,
): Promise<BackupRow | null> {
  const { attempt, error } = unheard;
  const windowEndsAt = unheard.backup.startWindowEndsAt;
  const now = ctx.runtime.clock.now();
  const backup = await patchBackup(tx, ctx, {
    backup: unheard.backup,
    set: {
      leaseToken: null,
      leaseExpiresAt: null,
      notBeforeAt: now + lookupPauseMs({ lookupCount: 0, sinceSendMs: 0 }),
      statusReason: unheard.message,
      statusCode: error.code,
      ...(unheard.isLastSend ? { startWindowEndsAt: Math.min(now, windowEndsAt) } : {}),
    },
  });
  if (!backup) return null;
  await ctx.runtime.faultPoint?.("in-unheard");
  await patchAttempt(tx, attempt.id, {
    status: "unconfirmed",
    lastSentAt: unheard.lastSentAt,
    lookedUpAt: null,
    lookupCount: 0,
    ...(unheard.mayHaveActed ? { unconfirmedAt: attempt.unconfirmedAt ?? now } : {}),
    ...(unheard.imageId === undefined ? {} : { imageId: unheard.imageId }),
    errorCode: error.code,
    errorMessage: error.message,
    ...(error.requestId === undefined ? {} : { awsRequestId: error.requestId }),
  });
  await recordStep(tx, ctx, {
    backupId: backup.id,
    type: "attempt.unconfirmed",
    message: unheard.message,
    data: { code: error.code },
  });
  return backup;
}
