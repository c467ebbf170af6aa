import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { changeStatuses } from "./change-status";

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
  const changed = await changeStatuses(
    tx,
    ctx,
    due.map((backup) => ({
      backup,
      to: "queued" as const,
      trigger: "due" as const,
      set: { queuedAt: now, notBeforeAt: now },
      message: "Due: waiting for its turn.",
    })),
  );
  return changed.filter((backup) => backup !== null);
}
