import { toError } from "../errors";
import type { Runtime } from "../runtime";
import { backupRunJob } from "./jobs";

/** After the commit. A queue that is away loses nothing: the tick finds the rows. */
export async function enqueueBackups(
  runtime: Runtime,
  backupIds: readonly string[],
): Promise<void> {
  if (backupIds.length === 0) return;
  try {
    await runtime.queue.enqueue(
      backupRunJob,
      backupIds.map((backupId) => ({ backupId })),
    );
  } catch (error) {
    runtime.log.warn(
      { err: toError(error), count: backupIds.length },
      "backups could not be enqueued; the tick will",
    );
  }
}
