import { toError } from "../errors";
import type { JobDefinition } from "../queue/queue";
import type { Runtime } from "../runtime";
import { removalRunJob, type PlacePayload } from "./jobs";
import { listRemovalPlaces } from "./removals.repo";
import { listChasePlaces } from "./snapshots.repo";

/** Accounts and regions in which something of a removal is due; the database says so. */
export async function enqueueDueRemovals(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  const { read } = runtime.db;
  const places = [...(await listRemovalPlaces(read, now)), ...(await listChasePlaces(read, now))];
  await enqueuePlaces(runtime, removalRunJob, places);
}

/** After the commit. A queue that is away loses nothing: the repeat finds the rows. */
export async function enqueuePlaces(
  runtime: Runtime,
  job: JobDefinition<PlacePayload>,
  places: readonly PlacePayload[],
): Promise<void> {
  const unique = new Map(places.map((place) => [job.key(place), place]));
  if (unique.size === 0) return;
  try {
    await runtime.queue.enqueue(
      job,
      [...unique.values()].map(({ accountRef, region }) => ({ accountRef, region })),
    );
  } catch (error) {
    runtime.log.warn({ err: toError(error) }, "removals could not be enqueued; the repeat will");
  }
}
