import { AwsCallError } from "../aws/aws-call-error";
import { HOUR, SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError, UpstreamError } from "../errors";
import { measurePlace } from "./measure-place";
import { clearRefusal, noteRefusal } from "./note-refusal";
import { instancesOf, listToCompare, patchObjects, type ObjectRow } from "./objects.repo";
import { noticeRoom } from "./notice-room";
import { openPlace } from "./open-place";
import { findPlaceById, patchPlace, type PlaceRecord } from "./places.repo";
import { workOnObject, type Work } from "./work-on-object";

const COMPARE_EVERY_MS = HOUR;
/** Where AWS does not say for how long. */
const PATIENCE_MS = 2 * SECOND;
const OBJECTS_PER_STEP = 100;

export type Compared =
  /** Call again, with this. */
  | { type: "more"; work: Work }
  /** AWS asks for patience: there is more to compare then. */
  | { type: "later"; waitMs: number }
  | { type: "done" };

/**
 * Compares some of what stands in AWS with what was put there: once an hour, or when somebody asks.
 * What somebody else changed is found here.
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
    work.at.instances.expect(instancesOf(rows));
    const refusals = await compareRows(work, rows);
    const [refusal] = refusals;
    if (refusal) {
      await noteRefusal(ctx, { place, row: null, error: blind(refusal) });
      await db.write((tx) => patchPlace(tx, place.id, { compareTriedAt: since }));
    }
    if (rows.length === OBJECTS_PER_STEP) return { type: "more", work };
    await noticeRoom(work);
    await measurePlace(work);
    await endComparison(ctx, { placeId: place.id, since });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (isPatience(error)) return { type: "later", waitMs: error.retryAfterMs ?? PATIENCE_MS };
    await noteRefusal(ctx, { place, row: null, error });
    const set = { compareFromAt: null, compareTriedAt: now };
    await db.write((tx) => patchPlace(tx, place.id, set));
  }
  return { type: "done" };
}

/** One that could not see everything has not compared: it says so, and comes again in its time. */
async function endComparison(ctx: Context, of: { placeId: string; since: number }): Promise<void> {
  const { db } = ctx.runtime;
  const found = await findPlaceById(db.read, { id: of.placeId, accounts: "all" });
  if (!found) return;
  const { place } = found;
  // Set by a step of this comparison that was refused a look.
  const isWhole = place.compareTriedAt !== of.since;
  const set = { compareFromAt: null, compareTriedAt: of.since };
  await db.write((tx) =>
    patchPlace(tx, place.id, isWhole ? { ...set, comparedAt: of.since } : set),
  );
  if (isWhole && place.errorCode !== null) await clearRefusal(ctx, place);
}

function blind(error: ServiceError): ServiceError {
  return new UpstreamError(`AWS cannot be compared with what was put there. ${error.message}`, {
    reason: error.reason ?? error.code,
    ...(error.suggestion ? { suggestion: error.suggestion } : {}),
  });
}

function isDue({ place }: PlaceRecord, now: number): boolean {
  return (
    Math.max(place.comparedAt ?? place.createdAt, place.compareTriedAt ?? 0) + COMPARE_EVERY_MS <=
    now
  );
}

/** A look that is refused says nothing of the object: it is tried again with the next comparison. */
async function compareRows(work: Work, rows: readonly ObjectRow[]): Promise<ServiceError[]> {
  const { clock, db } = work.ctx.runtime;
  const refusals: ServiceError[] = [];
  for (const row of rows) {
    try {
      await workOnObject(work, row);
    } catch (error) {
      if (!(error instanceof ServiceError) || isPatience(error)) throw error;
      refusals.push(error);
      await db.write((tx) => patchObjects(tx, [row.id], { seenAt: clock.now() }));
    }
  }
  return refusals;
}

function isPatience(error: ServiceError): boolean {
  return error instanceof AwsCallError && error.outcome === "not_sent";
}
