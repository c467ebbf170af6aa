import { toIso } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatusesAlike } from "./change-status";

/**
 * `expected → queued` at the due moment. The tick enqueues the ids after the commit; if that fails,
 * the next tick finds the rows. Nothing is sent before `notBeforeAt`. Answers with those it moved.
 */
export async function queueDueBackups(
  tx: Tx,
  ctx: Context,
  due: readonly BackupRow[],
  notBeforeAt = ctx.runtime.clock.now(),
): Promise<BackupRow[]> {
  const now = ctx.runtime.clock.now();
  return changeStatusesAlike(tx, ctx, {
    backups: due,
    to: "queued",
    trigger: "due",
    set: { queuedAt: now, notBeforeAt: Math.max(now, notBeforeAt) },
    message:
      notBeforeAt > now
        ? `Due: it starts at ${toIso(notBeforeAt)}, by its schedule's spread.`
        : "Due: waiting for its turn.",
  });
}
