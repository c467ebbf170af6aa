import { backupRunJob } from "#lib/backups/jobs";
import { runBackup } from "#lib/backups/run-backup";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function backupRun(runtime: Runtime): JobHandler<never> {
  return toHandler({ definition: backupRunJob, run: (payload) => runBackup(runtime, payload) });
}
