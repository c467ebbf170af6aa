import { AwsCallError } from "../aws/aws-call-error";
import type { Context } from "../context";
import type { EventbridgeState } from "../db/schema/constants";
import { foreignKeys, differingKeys } from "./compare-specs.pure";
import type { ObjectKind, PlaceInAws, Seen, Settled } from "./kinds/kind";
import { KINDS } from "./kinds/kinds";
import { describeChange } from "./describe-change.pure";
import { objectsChanged } from "./objects-changed";
import {
  deleteObject,
  findObjectOfKind,
  patchObjects,
  settleObject,
  type ObjectPatch,
  type ObjectRow,
} from "./objects.repo";
import type { PlaceRow } from "./places.repo";
import type { AnySpec } from "./specs";
import { BEING_PUT, BEING_REMOVED, isUntold, tellBrokenOff, tellWork } from "./tell-work";

/** How an object stands after a look at it, and what was done. */
export type Outcome = { type: "ready" | "gone" | "asked" } | { type: "settling"; waitMs: number };

export interface Work {
  ctx: Context;
  place: PlaceRow;
  at: PlaceInAws;
}

/** Every kind's own spec was checked by its schema before it gets here. */
type AnyKind = ObjectKind<AnySpec>;

export function kindOf(row: Pick<ObjectRow, "kind">): AnyKind {
  return KINDS[row.kind] as unknown as AnyKind;
}

/**
 * Looks at one object and brings it where it is to be, one step: made, changed, removed, or left for a
 * person to decide because somebody else changed it. May be interrupted and said again.
 */
export async function workOnObject(work: Work, row: ObjectRow): Promise<Outcome> {
  const kind = kindOf(row);
  const named = { name: row.name, spec: kind.schema.parse(row.spec) };
  const seen = await kind.look(work.at, named);
  return row.wanted
    ? bringAbout(work, { row, kind, named, seen })
    : takeAway(work, { row, kind, named, seen });
}

interface Step {
  row: ObjectRow;
  kind: AnyKind;
  named: { name: string; spec: AnySpec };
  seen: Seen<AnySpec> | null;
}

async function bringAbout(work: Work, step: Step): Promise<Outcome> {
  const { row, kind, named, seen } = step;
  if (seen && !isToBePut(step, seen)) {
    if (seen.settling === null) return confirm(work, step);
    return settle(work, step, { waitMs: SETTLE_MS, message: seen.settling });
  }
  // AWS removes a one-time schedule by itself once it has fired.
  if (!seen && isOver(work, row)) return forget(work, row);
  const question = findQuestion(step);
  if (question) return ask(work, step, question);
  if (!(await begin(work, step))) return { type: "asked" };
  const settled = await act(work, row, () => kind.put(work.at, named, seen));
  if (row.kind === "function_role" && !seen) await renewFunction(work);
  return settled === "done" ? confirm(work, step, true) : settle(work, step, settled, true);
}

function isToBePut({ row, named }: Step, seen: Seen<AnySpec>): boolean {
  if (differingKeys(seen.spec, named.spec).length > 0) return true;
  // What was just put comes to rest or fails by itself.
  if (row.state === "settling") {
    if (seen.failure !== null) throw failedInAws(row, seen.failure);
    return false;
  }
  return seen.failure !== null || isToBeRenewed(row);
}

/** The same once more: what it leans on is another one now, though it looks the same. */
function isToBeRenewed({ confirmedHash, overruledAt }: ObjectRow): boolean {
  return confirmedHash === null && overruledAt !== null;
}

function failedInAws(row: ObjectRow, failure: string): AwsCallError {
  return new AwsCallError({
    action: "GetFunctionConfiguration",
    outcome: "refused",
    awsCode: "FailedInAws",
    message: `AWS could not put ${row.name} into place: ${failure}`,
    suggestion: "It is tried again by itself; Repair tries at once.",
  });
}

function isOver({ ctx }: Work, { kind, spec }: ObjectRow): boolean {
  if (kind !== "one_time") return false;
  const at = /^at\((.+)\)$/.exec(String(spec["expression"]))?.[1];
  return at !== undefined && Date.parse(`${at}Z`) <= ctx.runtime.clock.now();
}

async function takeAway(work: Work, step: Step): Promise<Outcome> {
  const { row, kind, named, seen } = step;
  if (!seen) return forget(work, row);
  const question = findQuestion(step);
  if (question) return ask(work, step, question);
  if (!(await begin(work, step))) return { type: "asked" };
  const settled = await act(work, row, () => kind.remove(work.at, named));
  return settled === "done" ? forget(work, row, true) : settle(work, step, settled, true);
}

/** What has an effect, as far as it comes. */
async function act(
  { ctx, place }: Work,
  row: ObjectRow,
  how: () => Promise<Settled>,
): Promise<Settled> {
  try {
    return await how();
  } catch (error) {
    await tellBrokenOff(ctx, { place, row }, error);
    throw error;
  }
}

/** What somebody else did to it, which nobody has said to overrule. */
function findQuestion({ row, seen }: Step): { state: EventbridgeState; message: string } | null {
  // We have begun to take it away: what AWS has may be half of it.
  if (row.overruledAt !== null || row.removalSentAt !== null) return null;
  if (row.confirmedSpec === null) return null;
  if (!seen) {
    return { state: "missing", message: "Somebody deleted it in AWS." };
  }
  const wanted = row.wanted ? row.spec : row.confirmedSpec;
  const ours = row.sentSpec ? [row.confirmedSpec, row.sentSpec] : [row.confirmedSpec];
  const keys = foreignKeys({ seen: seen.spec, wanted, ours });
  if (keys.length === 0) return null;
  const message = describeChange({ keys, seen: seen.spec, confirmed: row.confirmedSpec });
  return { state: "changed", message };
}

const SETTLE_MS = 1_500;

/** So that whoever goes on after an interruption knows what was ours. False: wanted otherwise now. */
async function begin(work: Work, { row }: Step): Promise<boolean> {
  const now = work.ctx.runtime.clock.now();
  const sent = row.wanted ? { sentSpec: row.spec } : { removalSentAt: now };
  return write(work, row, {
    state: "settling",
    message: row.wanted ? BEING_PUT : BEING_REMOVED,
    ...settlingSince(row, now),
    ...sent,
  });
}

async function confirm(work: Work, { row, seen }: Step, acted = false): Promise<Outcome> {
  const now = work.ctx.runtime.clock.now();
  const isNews = row.state !== "ready" || row.confirmedHash !== row.specHash;
  const set: ObjectPatch = { seenAt: now };
  if (isNews) {
    Object.assign(set, {
      state: "ready",
      confirmedHash: row.specHash,
      confirmedSpec: row.spec,
      confirmedAt: now,
      sentSpec: null,
      removalSentAt: null,
      seen: null,
      overruledAt: null,
      attempts: 0,
      notBeforeAt: null,
      message: null,
      errorCode: null,
      suggestion: null,
      updatedAt: now,
    } satisfies ObjectPatch);
  }
  await write(work, row, set, { isNews: isNews || seen === null, acted: acted || isUntold(row) });
  return { type: "ready" };
}

async function settle(
  work: Work,
  { row }: Step,
  { waitMs, message }: Exclude<Settled, "done">,
  acted = false,
): Promise<Outcome> {
  const now = work.ctx.runtime.clock.now();
  const set: ObjectPatch = {
    state: "settling",
    message,
    errorCode: null,
    suggestion: null,
    notBeforeAt: now + waitMs,
    ...settlingSince(row, now),
  };
  await write(work, row, set, { acted: acted || isUntold(row) });
  return { type: "settling", waitMs };
}

/** However often AWS is asked again: an alert goes by how long it takes. */
function settlingSince({ state, updatedAt }: ObjectRow, now: number) {
  return { updatedAt: state === "settling" ? updatedAt : now };
}

async function ask(
  work: Work,
  { row, seen }: Step,
  { state, message }: { state: EventbridgeState; message: string },
): Promise<Outcome> {
  const now = work.ctx.runtime.clock.now();
  const isNews = row.state !== state || row.message !== message;
  const suggestion = row.wanted
    ? "Repair puts it back as it is to be."
    : "Say whether it is to be removed all the same, or left to you.";
  const set: ObjectPatch = {
    seenAt: now,
    ...(isNews
      ? {
          state,
          message,
          suggestion,
          errorCode: null,
          seen: seen && { ...seen.spec },
          updatedAt: now,
        }
      : {}),
  };
  await write(work, row, set, { isNews });
  return { type: "asked" };
}

/**
 * Another role of the same name is another one to AWS, and what it was granted for the function's
 * environment went with the old one: the function is put once more.
 */
async function renewFunction({ ctx, place }: Work): Promise<void> {
  await ctx.runtime.db.write(async (tx) => {
    const row = await findObjectOfKind(tx, { placeId: place.id, kind: "function" });
    if (!row?.confirmedHash) return;
    const now = ctx.runtime.clock.now();
    await patchObjects(tx, [row.id], { state: "waiting", confirmedHash: null, overruledAt: now });
  });
}

async function forget({ ctx, place }: Work, row: ObjectRow, acted = false): Promise<Outcome> {
  await ctx.runtime.db.write(async (tx) => {
    await deleteObject(tx, row);
    if (acted || isUntold(row)) await tellWork(tx, ctx, { place, row });
    await objectsChanged(tx, ctx, place);
  });
  return { type: "gone" };
}

async function write(
  { ctx, place }: Work,
  row: ObjectRow,
  set: ObjectPatch,
  { isNews = true, acted = false }: { isNews?: boolean; acted?: boolean } = {},
): Promise<boolean> {
  return ctx.runtime.db.write(async (tx) => {
    const done = await settleObject(tx, row, set);
    // Also where something else is wanted by now: it was done.
    if (acted) await tellWork(tx, ctx, { place, row });
    if (done && isNews) await objectsChanged(tx, ctx, place);
    return done;
  });
}
