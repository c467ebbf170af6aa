import { AwsCallError } from "../aws/aws-call-error";
import { traceAwsRequests } from "../aws/request-trace";
import { engineContext } from "../backups/engine-context";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import type { Queryable } from "../db/client";
import { alertOnPlace, clearPlaceAlerts } from "./alert-on-place";
import { ensureCallbackKey } from "./callback-key";
import { compareSome } from "./compare-place";
import { deriveObjects } from "./derive-objects";
import { handOver } from "./hand-over";
import type { PlacePayload } from "./jobs";
import { nextStep } from "./next-step.pure";
import { noteFunction } from "./note-function";
import { clearRefusal, noteRefusal } from "./note-refusal";
import { objectsChanged } from "./objects-changed";
import {
  findObjectOfKind,
  findObjects,
  instancesOf,
  listObjectStates,
  type ObjectRow,
  type ObjectState,
} from "./objects.repo";
import { openPlace } from "./open-place";
import { readStates } from "./read-states";
import { readMark } from "./place-marks";
import {
  deletePlace,
  findPlace,
  listWantedLinks,
  patchPlace,
  type PlaceRecord,
  type PlaceRow,
} from "./places.repo";
import { workOnObject, type Work } from "./work-on-object";

/** One job holds its slot so long; then it comes back. */
const RUN_MS_MAX = 15 * SECOND;
const STEPS_MAX = 500;
/** What waits longer than this leaves the queue; the repeat finds the place when it is due. */
const WAIT_IN_QUEUE_MS = 10 * SECOND;
const IDLE_MS = MINUTE;
const AT_ONCE = 4;

/**
 * Brings AWS's objects of one account and region where they are to be: derives what is wanted, does one
 * step after the other, and hands links over. May be interrupted anywhere; two at once do no harm.
 */
export async function workOnPlace(
  runtime: Runtime,
  key: PlacePayload,
  job: { signal?: AbortSignal } = {},
): Promise<JobResult> {
  const ctx = engineContext(runtime, "eventbridge");
  const waitMs = await bringForward(ctx, key, job.signal);
  if (waitMs !== null && waitMs <= WAIT_IN_QUEUE_MS) return { retryAfterMs: waitMs };
}

/** How long to wait until there is more to do; null where nothing of ours is left. */
async function bringForward(
  ctx: Context,
  key: PlacePayload,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const { clock, db } = ctx.runtime;
  const endsAt = clock.now() + RUN_MS_MAX;
  let work: Work | null = null;
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const record = await readPlace(ctx, key);
    if (!record) return null;
    const rows = await readStates(ctx, record.place.id);
    const step = nextStep(rows, clock.now());
    if (step.type !== "work") {
      const compared = await compareSome(ctx, { record, work });
      const restMs = step.type === "wait" ? step.waitMs : IDLE_MS;
      if (compared.type === "done") return end(ctx, key, restMs);
      if (compared.type === "later") return end(ctx, key, Math.min(restMs, compared.waitMs));
      work = compared.work;
    } else {
      work ??= await open(ctx, record);
      if (!work) return end(ctx, key, IDLE_MS);
      const pauseMs = await workOnRows(work, await findObjects(db.read, idsOf(step.rows)));
      await handOver(ctx, record, concerned(step.rows));
      if (pauseMs !== null) return end(ctx, key, pauseMs);
    }
    if (signal?.aborted || clock.now() >= endsAt) return end(ctx, key, 0);
  }
  return end(ctx, key, 0);
}

/** Whose moments hang on these; undefined for everybody's. */
function concerned(rows: readonly ObjectState[]): string[] | undefined {
  const refs = new Set(rows.map(({ instanceRef }) => instanceRef));
  return refs.has(null) ? undefined : [...refs].filter((ref) => ref !== null);
}

/** With its key and with what is wanted there now. */
async function readPlace(ctx: Context, key: PlacePayload): Promise<PlaceRecord | null> {
  const { read } = ctx.runtime.db;
  const found = await findPlace(read, key);
  if (!found) return null;
  const record = await ensureCallbackKey(ctx, found);
  const mark = await readMark(ctx, record.place);
  if (mark === record.place.derivedFrom) return record;
  await deriveObjects(ctx, { record, mark });
  // What is to be another one is ours before AWS is told.
  await handOver(ctx, record);
  return findPlace(read, key);
}

/** Null where nothing reaches AWS there; the place says why. */
async function open(ctx: Context, record: PlaceRecord): Promise<Work | null> {
  try {
    const work = await openPlace(ctx, record);
    if (record.place.errorCode !== null) await clearRefusal(ctx, record.place);
    return work;
  } catch (error) {
    await noteRefusal(ctx, { place: record.place, row: null, error });
    return null;
  }
}

/** A few at a time. Answers with how long AWS asked to wait; null to go on. */
async function workOnRows(work: Work, rows: readonly ObjectRow[]): Promise<number | null> {
  work.at.instances.expect(instancesOf(rows));
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const pauses = await Promise.all(
      // Each names its own requests.
      rows.slice(start, start + AT_ONCE).map((row) => traceAwsRequests(() => workOnRow(work, row))),
    );
    const waits = pauses.filter((pause) => pause !== null);
    if (waits.length > 0) return Math.max(...waits);
  }
  return null;
}

async function workOnRow(work: Work, row: ObjectRow): Promise<number | null> {
  try {
    await workOnObject(work, row);
    return null;
  } catch (error) {
    // No token yet: it is as it was, and its turn comes again.
    if (error instanceof AwsCallError && error.outcome === "not_sent" && error.retryAfterMs) {
      return error.retryAfterMs;
    }
    return noteRefusal(work.ctx, { place: work.place, row, error });
  }
}

/** Writes down when there is more to do, and forgets a place that nothing of ours is left in. */
async function end(ctx: Context, key: PlacePayload, waitMs: number): Promise<number | null> {
  const { clock, db } = ctx.runtime;
  const record = await findPlace(db.read, key);
  if (!record) return null;
  await handOver(ctx, record);
  const { place } = record;
  if (await isNobodys(db.read, place)) return forgetPlace(ctx, place);
  await alertOnPlace(ctx, record);
  await noteFunction(ctx, {
    place,
    row: await findObjectOfKind(db.read, { placeId: place.id, kind: "function" }),
  });
  const now = clock.now();
  return db.write(async (tx) => {
    const set = { nextLookAt: now + Math.min(waitMs, IDLE_MS), updatedAt: now };
    await patchPlace(tx, place.id, set);
    return waitMs;
  });
}

function idsOf(rows: ReadonlyArray<{ id: string }>): string[] {
  return rows.map(({ id }) => id);
}

async function isNobodys(q: Queryable, place: PlaceRow): Promise<boolean> {
  const objects = await listObjectStates(q, { placeId: place.id, limit: 1 });
  return objects.length === 0 && (await listWantedLinks(q, place)).length === 0;
}

/** Unless somebody came meanwhile; the next look finds that. */
async function forgetPlace(ctx: Context, place: PlaceRow): Promise<null> {
  await ctx.runtime.db.write(async (tx) => {
    if (!(await isNobodys(tx, place))) return;
    await deletePlace(tx, place.id);
    await clearPlaceAlerts(tx, ctx, place.id);
    await objectsChanged(tx, ctx, place);
  });
  return null;
}
