import { AwsCallError } from "../aws/aws-call-error";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { loadFunctionPackage } from "./function-package";
import { objectsChanged } from "./objects-changed";
import { deleteObject, settleObject, type ObjectRow } from "./objects.repo";
import { patchPlace, type PlaceRow } from "./places.repo";
import { RUNTIMES } from "./specs";

const PAUSES_MS = [5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE] as const;

/**
 * Writes down why a step could not be done, in AWS's words and ours, and when it is tried again. Two
 * refusals have a way round: another runtime, and Scheduler where there is no room for rules; null
 * then. Throws what is a fault of ours.
 */
export async function noteRefusal(
  ctx: Context,
  of: { place: PlaceRow; row: ObjectRow | null; error: unknown },
): Promise<null> {
  const { place, row, error } = of;
  if (!(error instanceof ServiceError)) throw error;
  ctx.runtime.log.warn(
    { place: place.id, kind: row?.kind, name: row?.name, reason: error.reason },
    "a step of EventBridge's set-up was refused",
  );
  if (row === null) await notePlace(ctx, place, error);
  else if (!(await goRound(ctx, { place, row, error }))) await noteRow(ctx, { place, row, error });
  return null;
}

async function goRound(
  ctx: Context,
  { place, row, error }: { place: PlaceRow; row: ObjectRow; error: ServiceError },
): Promise<boolean> {
  if (!(error instanceof AwsCallError)) return false;
  // What AWS does not offer there was never made.
  if (error.awsCode === "NotSupportedHere" && !row.wanted && row.confirmedHash === null) {
    await ctx.runtime.db.write((tx) => deleteObject(tx, row));
    return true;
  }
  const [newest, fallback] = RUNTIMES;
  if (error.awsCode === "RuntimeNotSupported" && row.spec["runtime"] === newest) {
    const { version } = await loadFunctionPackage();
    const set = { functionRuntime: fallback, functionVersion: version, derivedFrom: null };
    await ctx.runtime.db.write((tx) => patchPlace(tx, place.id, set));
    return true;
  }
  if (error.awsCode === "TooManyRules" && row.kind === "rule" && !place.rulesFull) {
    const set = { rulesFull: true, derivedFrom: null };
    await ctx.runtime.db.write((tx) => patchPlace(tx, place.id, set));
    return true;
  }
  return false;
}

async function noteRow(
  ctx: Context,
  { place, row, error }: { place: PlaceRow; row: ObjectRow; error: ServiceError },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const pauseMs = error.retryAfterMs ?? PAUSES_MS[Math.min(row.attempts, PAUSES_MS.length - 1)];
  await ctx.runtime.db.write(async (tx) => {
    await settleObject(tx, row, {
      state: "failed",
      attempts: row.attempts + 1,
      notBeforeAt: now + (pauseMs ?? MINUTE),
      message: error.message,
      errorCode: error.reason ?? error.code,
      suggestion: error.suggestion ?? null,
      updatedAt: now,
    });
    await objectsChanged(tx, ctx, place);
  });
}

async function notePlace(ctx: Context, place: PlaceRow, error: ServiceError): Promise<void> {
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    await patchPlace(tx, place.id, {
      errorCode: error.reason ?? error.code,
      errorMessage: error.message,
      suggestion: error.suggestion ?? null,
      failingSinceAt: place.failingSinceAt ?? now,
      updatedAt: now,
    });
    await objectsChanged(tx, ctx, place);
  });
}

/** AWS takes the credential again. */
export async function clearRefusal(ctx: Context, place: PlaceRow): Promise<void> {
  await ctx.runtime.db.write(async (tx) => {
    await patchPlace(tx, place.id, {
      errorCode: null,
      errorMessage: null,
      suggestion: null,
      failingSinceAt: null,
    });
    await objectsChanged(tx, ctx, place);
  });
}
