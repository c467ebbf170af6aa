import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import type { BackupTarget } from "./backup-target.repo";
import { insertBackup } from "./insert-backup";

export interface ScheduledBackup {
  target: BackupTarget;
  dueAt: number;
  startWindowEndsAt: number;
  /** A moment that is over already: written as what became of it. */
  ended?: { status: "missed" | "skipped"; reason: string; code: string };
}

/**
 * The backup of a due moment: `expected`, or ended at once. Moments of one instance that coincide
 * share one backup, so the answer may be a backup in any status.
 */
export async function createScheduledBackup(
  tx: Tx,
  ctx: Context,
  wanted: ScheduledBackup,
): Promise<{ backup: BackupRow; created: boolean }> {
  const { target, dueAt, startWindowEndsAt, ended } = wanted;
  return insertBackup(tx, ctx, {
    target,
    due: { dueAt },
    at: dueAt,
    startWindowEndsAt,
    status: ended?.status ?? "expected",
    message: ended?.reason ?? "Expected by the schedule.",
    ...(ended ? { reason: { message: ended.reason, code: ended.code } } : {}),
  });
}
