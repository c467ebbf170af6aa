import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatusesAlike } from "./change-status";

/**
 * `expected → queued` at the due moment. The tick enqueues the ids after the commit; if that fails,
 * the next tick finds the rows. Answers with those it moved.
 */
export async function queueDueBackups(
  tx: Tx,
  ctx: Context,
  due: readonly BackupRow[],
): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  return changeStatusesAlike(tx, ctx, {
    backups: due,
    to: "queued",
    trigger: "due",
    set: { queuedAt: now, notBeforeAt: now },
    message: "Due: waiting for its turn.",
  });
}
