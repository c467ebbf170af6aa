import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatus } from "./change-status";

export const MISSED_CODE = "StartWindowOver";
/** The window was cut short, and that is why. */
const CUT_CODE = "ExclusionWindowBegan";

/** `expected | queued → missed`: its start window ended before anything could be sent. */
export async function missBackup(
  tx: Tx,
  ctx: Context,
  { backup, reason }: { backup: BackupRow; reason?: string },
): Promise<BackupRow | null> {
  const cutBy = backup.startWindowCutBy;
  const over =
    cutBy === null
      ? "Its start window ended before it could start."
      : `The exclusion window “${cutBy}” began before it could start.`;
  // What kept it waiting is said with it.
  const why = reason ?? backup.statusReason;
  const message = reason && cutBy === null ? reason : why ? `${over} ${why}` : over;
  return changeStatus(tx, ctx, {
    backup,
    to: "missed",
    trigger: "window_over",
    reason: {
      message,
      code: cutBy === null ? MISSED_CODE : CUT_CODE,
      suggestion: "Back up now, if the next scheduled run is too far away.",
    },
    set: { endedAt: ctx.runtime.clock.now(), notBeforeAt: null },
    message,
  });
}
