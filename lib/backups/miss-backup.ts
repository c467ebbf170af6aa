import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatus } from "./change-status";

export const MISSED_CODE = "StartWindowOver";

/** `expected | queued → missed`: its start window ended before anything could be sent. */
export async function missBackup(
  tx: Tx,
  ctx: Context,
  { backup, reason }: { backup: BackupRow; reason?: string },
): Promise<BackupRow | null> {
  const over = "Its start window ended before it could start.";
  // What kept it waiting is said with it.
  const message = reason ?? (backup.statusReason ? `${over} ${backup.statusReason}` : over);
  return changeStatus(tx, ctx, {
    backup,
    to: "missed",
    trigger: "window_over",
    reason: {
      message,
      code: MISSED_CODE,
      suggestion: "Back up now, if the next scheduled run is too far away.",
    },
    set: { endedAt: ctx.runtime.clock.now(), notBeforeAt: null },
    message,
  });
}
