import { engineContext } from "../backups/engine-context";
import type { Runtime } from "../runtime";
import { eventbridgePlaceJob } from "./jobs";
import { keyOf, readMarks } from "./place-marks";
import { listDuePlaces, listPlaceMarks, listPlaces, type PlaceKey } from "./places.repo";
import { touchPlace } from "./touch-place";

/**
 * Every few seconds: places whose time has come, and those where something changed that their objects
 * follow, whichever verb did it. A database without EventBridge costs two empty questions.
 */
export async function enqueuePlaces(runtime: Runtime): Promise<void> {
  const { clock, db, queue } = runtime;
  const ctx = engineContext(runtime, "eventbridge");
  const used = await listPlaceMarks(db.read);
  const known = await listPlaces(db.read, "all");
  if (used.length === 0 && known.length === 0) return;
  const due = await listDuePlaces(db.read, clock.now());
  const markOf = await readMarks(ctx, used);
  const stale = known
    .map(({ place }) => place)
    .filter((place) => place.derivedFrom !== markOf(place));
  const missing = missingOf(
    used,
    known.map(({ place }) => place),
  );
  if (missing.length > 0) {
    await db.write(async (tx) => {
      for (const place of missing) await touchPlace(tx, ctx, place);
    });
  }
  const places = new Map([...due, ...stale].map((place) => [keyOf(place), place]));
  const payloads = [...places.values()].map(({ accountRef, region }) => ({ accountRef, region }));
  if (payloads.length > 0) await queue.enqueue(eventbridgePlaceJob, payloads);
}

function missingOf(used: readonly PlaceKey[], known: readonly PlaceKey[]): PlaceKey[] {
  const keys = new Set(known.map(keyOf));
  return used.filter((place) => !keys.has(keyOf(place)));
}
