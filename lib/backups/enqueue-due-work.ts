import { SECOND } from "../clock";
import { toError } from "../errors";
import type { Runtime } from "../runtime";
import { listPlacesToPoll, type Place } from "./due-looks.repo";
import { enqueueBackups } from "./enqueue-backups";
import { pollImagesJob } from "./jobs";
import { listRunnableBackups } from "./list-runnable-backups";
import { isBacklog } from "./runnable.repo";

const ENQUEUE_MAX = 1_000;
const BACKLOG = 200;
const BEHIND_REST_MS = 30 * SECOND;

/** Enqueues what the database says can be moved on, and nothing else. */
export async function enqueueRunnable(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  await enqueueBackups(runtime, await listRunnableBackups(runtime, { now, limit: ENQUEUE_MAX }));
}

/**
 * Accounts and regions in which something waits for a look at AWS. While many wait to be sent, these
 * come first: a start that is late cannot be made good, a look can.
 */
export async function listRegionsToPoll(runtime: Runtime): Promise<Place[]> {
  const now = runtime.clock.now();
  const { read } = runtime.db;
  const isBehind = await isBacklog(read, { now, above: BACKLOG });
  return listPlacesToPoll(read, { now, restMs: isBehind ? BEHIND_REST_MS : 0 });
}

export async function enqueuePolls(runtime: Runtime): Promise<void> {
  const places = await listRegionsToPoll(runtime);
  if (places.length === 0) return;
  try {
    await runtime.queue.enqueue(pollImagesJob, places);
  } catch (error) {
    runtime.log.warn({ err: toError(error) }, "polls could not be enqueued; the next tick will");
  }
}
