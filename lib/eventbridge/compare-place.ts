import { AwsCallError } from "../aws/aws-call-error";
import { HOUR } from "../clock";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { measurePlace } from "./measure-place";
import { noteRefusal } from "./note-refusal";
import { listToCompare, patchObjects, type ObjectRow } from "./objects.repo";
import { openPlace } from "./open-place";
import { patchPlace, type PlaceRecord } from "./places.repo";
import { workOnObject, type Work } from "./work-on-object";

const COMPARE_EVERY_MS = HOUR;
const OBJECTS_PER_STEP = 40;

export type Compared = { type: "more" } | { type: "done" };

/**
 * Compares some of what stands in AWS with what was put there: once an hour, or when somebody asks.
 * What somebody else changed is found here. `more`: call again.
 */
export async function compareSome(
  ctx: Context,
  { record, work: opened }: { record: PlaceRecord; work: Work | null },
): Promise<Compared> {
  const { clock, db } = ctx.runtime;
  const { place } = record;
  const now = clock.now();
  const since = place.compareFromAt ?? (isDue(record, now) ? now : null);
  if (since === null) return { type: "done" };
  try {
    const work = opened ?? (await openPlace(ctx, record));
    if (place.compareFromAt === null) {
      await db.write((tx) => patchPlace(tx, place.id, { compareFromAt: since }));
    }
    const rows = await listToCompare(db.read, {
      placeId: place.id,
      since,
      limit: OBJECTS_PER_STEP,
    });
    for (const row of rows) await compareOne(work, row);
    if (rows.length === OBJECTS_PER_STEP) return { type: "more" };
    await measurePlace(work);
    const set = { compareFromAt: null, comparedAt: since };
    await db.write((tx) => patchPlace(tx, place.id, set));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (!isPatience(error)) await noteRefusal(ctx, { place, row: null, error });
  }
  return { type: "done" };
}

function isDue({ place }: PlaceRecord, now: number): boolean {
  return (place.comparedAt ?? place.createdAt) + COMPARE_EVERY_MS <= now;
}

/** A look that is refused says nothing of the object: it is tried again with the next comparison. */
async function compareOne(work: Work, row: ObjectRow): Promise<void> {
  const { clock, db, log } = work.ctx.runtime;
  try {
    await workOnObject(work, row);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (isPatience(error)) throw error;
    log.warn(
      { kind: row.kind, name: row.name, reason: error.reason },
      "an object was not compared",
    );
    await db.write((tx) => patchObjects(tx, [row.id], { seenAt: clock.now() }));
  }
}

function isPatience(error: ServiceError): boolean {
  return error instanceof AwsCallError && error.outcome === "not_sent";
}
