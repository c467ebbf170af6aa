import { engineContext } from "../backups/engine-context";
import { readAbsenceEnd } from "../health/absence";
import type { Runtime } from "../runtime";
import { clearLeftPlaces } from "./alert-comparisons";
import { dueAt, perRound } from "./decide-due.pure";
import { listLatestRuns, listPlaces, placeKey } from "./places.repo";
import { reconcilePlaceJob } from "./jobs";

/** Enqueues the places that are due, the longest waiting first, a few each minute. */
export async function enqueueReconciles(runtime: Runtime): Promise<void> {
  const { clock, db, queue } = runtime;
  const now = clock.now();
  const places = await listPlaces(db.read, "all");
  await clearLeftPlaces(engineContext(runtime, "reconcile"), places);
  const latest = new Map(
    (await listLatestRuns(db.read, { scope: "all", now })).map(({ run }) => [placeKey(run), run]),
  );
  const absenceEnd = await readAbsenceEnd(db.read);
  const due = places
    .map((place) => ({ place, at: dueAt(latest.get(placeKey(place)) ?? null, absenceEnd) }))
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at)
    .slice(0, perRound(places.length))
    .map(({ place }) => place);
  if (due.length > 0) await queue.enqueue(reconcilePlaceJob, due);
}
