import { NOT_STARTED_CODE } from "../backups/aws-looks.pure";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { INSTANCE_KINDS } from "./alert-kinds";
import { toSubject } from "./alert-on-endings";
import { listAlertedInstances, listBackupRows } from "./bad-run.repo";
import { toBackupNews, type BadRun } from "./backup-cause.pure";
import { listMemberships } from "./members.repo";
import type { AlertNews } from "./raise-alert";
import { raiseForInstances } from "./raise-for-instances";

/** An instance whose run is past its grace without a good ending. */
export interface OverdueInstance {
  instanceRef: string;
  backupId: string;
}

/**
 * Those that are found for the first time alert, and their alert becomes grave. One that is the
 * member of an alert already, for the same trouble, is told of there.
 */
export async function alertOnOverdue(
  tx: Tx,
  ctx: Context,
  { overdue, schedulerRunning }: { overdue: readonly OverdueInstance[]; schedulerRunning: boolean },
): Promise<void> {
  if (overdue.length === 0) return;
  const refs = overdue.map(({ instanceRef }) => instanceRef);
  const instances = await listAlertedInstances(tx, refs);
  const backupIds = overdue.map(({ backupId }) => backupId);
  const backups = new Map((await listBackupRows(tx, backupIds)).map((row) => [row.id, row]));
  const news: AlertNews[] = [];
  for (const { instanceRef, backupId } of overdue) {
    const instance = instances.get(instanceRef);
    const backup = backups.get(backupId);
    if (!instance || !backup) continue;
    const ending = toEnding(backup.status);
    const run: BadRun = {
      ...toSubject(instance),
      backupId,
      ending,
      isAwsSilent: isAwsSilent(backup),
      code: ending === "excluded" ? null : backup.statusCode,
      reason: backup.statusReason,
      suggestion: backup.suggestion,
    };
    news.push(toBackupNews(run, { severity: "critical", schedulerRunning }));
  }
  await raiseForInstances(tx, ctx, news);
}

/** Those of the instances of which no open alert tells. */
export async function findUntold(
  ctx: Context,
  instanceRefs: readonly string[],
): Promise<Set<string>> {
  const untold = new Set(instanceRefs);
  for (let start = 0; start < instanceRefs.length; start += ASKED_AT_ONCE) {
    const memberships = await listMemberships(ctx.runtime.db.read, {
      entityType: "instance",
      entityIds: instanceRefs.slice(start, start + ASKED_AT_ONCE),
      kinds: INSTANCE_KINDS,
    });
    for (const { entityId } of memberships) untold.delete(entityId);
  }
  return untold;
}

const ASKED_AT_ONCE = 500;

/** AWS was to start it, and was seen not to have; one that nobody could look for is overdue alone. */
function isAwsSilent(backup: Awaited<ReturnType<typeof listBackupRows>>[number]): boolean {
  const { scheduler, status, statusCode } = backup;
  if (scheduler !== "eventbridge") return false;
  return status === "missed" || (status === "expected" && statusCode === NOT_STARTED_CODE);
}

function toEnding(status: string): BadRun["ending"] {
  if (status === "skipped") return "excluded";
  return status === "failed" || status === "missed" ? status : "unfinished";
}
