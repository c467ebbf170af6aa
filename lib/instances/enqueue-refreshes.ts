import { MINUTE } from "#lib/clock";
import type { Runtime } from "#lib/runtime";
import { refreshInstancesJob } from "./jobs";
import { listPlacesToRefresh } from "./refresh.repo";

/** How old the last look at an instance may get. */
export const LOOK_AGE_MS_MAX = 5 * MINUTE;

/** One job for each account and region, so that one that is slow delays no other. */
export async function enqueueRefreshes(runtime: Runtime): Promise<void> {
  const before = runtime.clock.now() - LOOK_AGE_MS_MAX;
  const places = await listPlacesToRefresh(runtime.db.read, before);
  if (places.length > 0) await runtime.queue.enqueue(refreshInstancesJob, places);
}
