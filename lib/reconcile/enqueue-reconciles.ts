import type { Runtime } from "../runtime";
import { dueAt, perRound } from "./decide-due.pure";
import { listLatestRuns, listPlaces, placeKey } from "./places.repo";
import { reconcilePlaceJob } from "./jobs";

/** Enqueues the places that are due, the longest waiting first, a few each minute. */
export async function enqueueReconciles(runtime: Runtime): Promise<void> {
  const { clock, db, queue } = runtime;
  const now = clock.now();
  const places = await listPlaces(db.read, "all");
  const latest = new Map(
    (await listLatestRuns(db.read, "all")).map(({ run }) => [placeKey(run), run]),
  );
  const due = places
    .map((place) => ({ place, at: dueAt(latest.get(placeKey(place)) ?? null) }))
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at)
    .slice(0, perRound(places.length))
    .map(({ place }) => place);
  if (due.length > 0) await queue.enqueue(reconcilePlaceJob, due);
}
