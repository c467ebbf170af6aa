import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError, NotFoundError } from "../errors";
import type { PlaceDetailDto } from "./dto";
import { rotateCallbackKey } from "./callback-key";
import { getPlace } from "./get-place";
import { objectsChanged } from "./objects-changed";
import { deleteObject, listObjects, patchObjects, type ObjectRow } from "./objects.repo";
import { findPlaceById, patchPlace, type PlaceRecord } from "./places.repo";
import { LeaveInput, PlaceInput, RepairInput } from "./schemas";
import { touchPlace } from "./touch-place";

/**
 * Puts back what somebody else changed or deleted, removes what nobody wants in spite of it, and tries
 * again at once what AWS refused. The job does it; this says that it may.
 */
export async function repairPlace(ctx: Context, input: RepairInput): Promise<PlaceDetailDto> {
  requirePermission(ctx, "schedules.write");
  const { placeId, objectId } = RepairInput.parse(input);
  await writeAs(ctx, async (tx) => {
    const { place } = await getRecord(tx, ctx, placeId);
    const rows = (await listObjects(tx, placeId)).filter(
      (row) => row.state !== "ready" && (objectId === undefined || row.id === objectId),
    );
    if (objectId !== undefined && rows.length === 0) throw new NotFoundError("The object");
    const now = ctx.runtime.clock.now();
    const asked = rows.filter(isAsked);
    await patchObjects(tx, idsOf(asked), { overruledAt: now, attempts: 0, notBeforeAt: null });
    const others = rows.filter((row) => !isAsked(row));
    await patchObjects(tx, idsOf(others), { attempts: 0, notBeforeAt: null });
    await recordAudit(tx, ctx, {
      action: "eventbridge.repair",
      targetType: "eventbridge_place",
      targetId: placeId,
      accountRef: place.accountRef,
      after: { region: place.region, objects: rows.map(({ kind, name }) => `${kind} ${name}`) },
    });
    await objectsChanged(tx, ctx, place);
    await touchPlace(tx, ctx, place);
  });
  return getPlace(ctx, { placeId });
}

/** Something that nobody wants and that somebody else changed stays in AWS, and is ours no more. */
export async function leaveObject(ctx: Context, input: LeaveInput): Promise<void> {
  requirePermission(ctx, "schedules.write");
  const { placeId, objectId } = LeaveInput.parse(input);
  await writeAs(ctx, async (tx) => {
    const { place } = await getRecord(tx, ctx, placeId);
    const row = (await listObjects(tx, placeId)).find(({ id }) => id === objectId);
    if (!row || row.wanted || !isAsked(row)) throw new NotFoundError("The object");
    await deleteObject(tx, row);
    await recordAudit(tx, ctx, {
      action: "eventbridge.leave",
      targetType: "eventbridge_place",
      targetId: placeId,
      accountRef: place.accountRef,
      after: { region: place.region, object: `${row.kind} ${row.name}` },
    });
    await objectsChanged(tx, ctx, place);
    await touchPlace(tx, ctx, place);
  });
}

/**
 * Gives up what AWS still has at a place that nobody uses, as when no credential reaches it any more:
 * it stays in AWS, and the audit log says what and under which names.
 */
export async function forgetPlace(ctx: Context, input: PlaceInput): Promise<void> {
  requirePermission(ctx, "credentials.write");
  const { placeId } = PlaceInput.parse(input);
  await writeAs(ctx, async (tx) => {
    const { place } = await getRecord(tx, ctx, placeId);
    const rows = await listObjects(tx, placeId);
    if (rows.some(({ wanted }) => wanted)) {
      throw new ConflictError("Instances are started by EventBridge here.", {
        suggestion: "Choose AMIVault as their scheduler first.",
        link: "/instances?scheduler=eventbridge",
      });
    }
    for (const row of rows) await deleteObject(tx, row);
    await recordAudit(tx, ctx, {
      action: "eventbridge.forget",
      targetType: "eventbridge_place",
      targetId: placeId,
      accountRef: place.accountRef,
      after: { region: place.region, left: rows.map(({ kind, name }) => `${kind} ${name}`) },
    });
    await objectsChanged(tx, ctx, place);
    await touchPlace(tx, ctx, place);
  });
}

/**
 * Gives the function another key for its reports. The one before is taken until AWS has the new one and
 * five minutes longer.
 */
export async function rotateKey(ctx: Context, input: PlaceInput): Promise<PlaceDetailDto> {
  requirePermission(ctx, "credentials.write");
  const { placeId } = PlaceInput.parse(input);
  await writeAs(ctx, async (tx) => {
    const { place } = await getRecord(tx, ctx, placeId);
    await rotateCallbackKey(tx, ctx, placeId);
    // What is wanted of the function follows the key.
    await patchPlace(tx, placeId, { derivedFrom: null });
    await recordAudit(tx, ctx, {
      action: "eventbridge.rotate_key",
      targetType: "eventbridge_place",
      targetId: placeId,
      accountRef: place.accountRef,
      after: { region: place.region },
    });
    await touchPlace(tx, ctx, place);
  });
  return getPlace(ctx, { placeId });
}

/** Compares everything of the place with AWS now; some calls for each object. */
export async function refreshPlace(ctx: Context, input: PlaceInput): Promise<PlaceDetailDto> {
  requirePermission(ctx, "schedules.write");
  const { placeId } = PlaceInput.parse(input);
  await writeAs(ctx, async (tx) => {
    const { place } = await getRecord(tx, ctx, placeId);
    await recordAudit(tx, ctx, {
      action: "eventbridge.compare",
      targetType: "eventbridge_place",
      targetId: placeId,
      accountRef: place.accountRef,
      after: { region: place.region },
    });
    await patchPlace(tx, placeId, { compareFromAt: ctx.runtime.clock.now() });
    await touchPlace(tx, ctx, place);
  });
  return getPlace(ctx, { placeId });
}

async function getRecord(tx: Tx, ctx: Context, id: string): Promise<PlaceRecord> {
  const record = await findPlaceById(tx, { id, accounts: ctx.accounts });
  if (!record) throw new NotFoundError("The place");
  return record;
}

function isAsked({ state }: ObjectRow): boolean {
  return state === "changed" || state === "missing";
}

function idsOf(rows: readonly ObjectRow[]): string[] {
  return rows.map(({ id }) => id);
}
