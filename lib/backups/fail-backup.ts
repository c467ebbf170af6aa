import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatus, type StatusReason } from "./change-status";
import { nextHealAt } from "./protocol-timing.pure";

/**
 * `queued | creating | pending → failed`. `mayHeal`: an image of it may exist or appear, so that
 * looks at AWS go on slowly and a late success puts the record right.
 */
export async function failBackup(
  tx: Tx,
  ctx: Context,
  { backup, reason, mayHeal }: { backup: BackupRow; reason: StatusReason; mayHeal: boolean },
): Promise<BackupRow | null> {
  const now = ctx.runtime.clock.now();
  return changeStatus(tx, ctx, {
    backup,
    to: "failed",
    trigger: "gave_up",
    reason,
    set: {
      endedAt: now,
      leaseToken: null,
      leaseExpiresAt: null,
      notBeforeAt: mayHeal ? nextHealAt({ endedAt: now, now }) : null,
    },
    message: reason.message,
  });
}
