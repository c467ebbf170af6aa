import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { toSubject } from "./alert-on-endings";
import { listAlertedInstances, listBackupRows } from "./bad-run.repo";
import { toBackupNews } from "./backup-cause.pure";
import { raiseForInstances } from "./raise-for-instances";

/** Of these instances AWS has not started a backup that it was to start by itself. */
export async function alertOnSilence(
  tx: Tx,
  ctx: Context,
  silent: ReadonlyArray<{ instanceRef: string; backupId: string }>,
): Promise<void> {
  if (silent.length === 0) return;
  const instances = await listAlertedInstances(
    tx,
    silent.map(({ instanceRef }) => instanceRef),
  );
  const rows = await listBackupRows(
    tx,
    silent.map(({ backupId }) => backupId),
  );
  const backups = new Map(rows.map((row) => [row.id, row]));
  const news = silent.flatMap(({ instanceRef, backupId }) => {
    const instance = instances.get(instanceRef);
    const backup = backups.get(backupId);
    if (!instance || !backup || instance.paused || instance.removedAt !== null) return [];
    const run = {
      ...toSubject(instance),
      backupId,
      ending: "unfinished" as const,
      isAwsSilent: true,
      code: backup.statusCode,
      reason: backup.statusReason,
      suggestion: backup.suggestion,
    };
    return [toBackupNews(run, { severity: "warning", schedulerRunning: true })];
  });
  await raiseForInstances(tx, ctx, news);
}
