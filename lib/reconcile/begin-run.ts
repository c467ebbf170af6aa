import { recordAudit } from "../audit/record-audit";
import { DAY } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ServiceError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { newId } from "../ids";
import { alertOnFailedRun, clearFailedRuns } from "./alert-comparisons";
import type { Pass } from "./pass";
import { deleteOld } from "./places.repo";
import type { Place } from "./records.repo";
import { insertRun, listUnended, patchRun } from "./runs.repo";

/** Runs, and findings that mended themselves, are kept so long. */
const KEPT_MS = 90 * DAY;
const ROWS_MAX = 200;
const CUT_OFF = "The process ended before the pass did.";

/** Takes over the run that a person asked for; what a dead process left is written off. */
export async function beginRun(ctx: Context, place: Place): Promise<string> {
  const now = ctx.runtime.clock.now();
  return ctx.runtime.db.write(async (tx) => {
    const [asked, ...left] = await listUnended(tx, place);
    for (const { id } of left) await patchRun(tx, id, { endedAt: now, error: CUT_OFF });
    const id = asked?.id ?? newId("rec", now, ctx.runtime.random);
    const fresh = { startedAt: now, imageCount: 0, snapshotCount: 0, callCount: 0, counts: {} };
    if (asked) await patchRun(tx, id, fresh);
    else await insertRun(tx, { id, ...place, ...fresh });
    await reconcileChanged(tx, ctx, place);
    return id;
  });
}

export async function endRun(pass: Pass): Promise<void> {
  const { ctx, place } = pass;
  await ctx.runtime.db.write(async (tx) => {
    await patchRun(tx, pass.runId, { ...figures(pass), error: null });
    await clearFailedRuns(tx, ctx, place);
    await deleteOld(tx, { before: ctx.runtime.clock.now() - KEPT_MS, limit: ROWS_MAX });
    if (hasActed(pass)) {
      await recordAudit(tx, ctx, {
        action: "reconcile.run",
        targetType: "account",
        targetId: place.accountRef,
        accountRef: place.accountRef,
        after: { region: place.region, ...pass.counts },
      });
    }
    await reconcileChanged(tx, ctx, place);
  });
}

export async function failRun(pass: Pass, error: unknown): Promise<void> {
  const { ctx, place } = pass;
  const message = error instanceof ServiceError ? error.message : "It failed unexpectedly.";
  await ctx.runtime.db.write(async (tx) => {
    await patchRun(tx, pass.runId, { ...figures(pass), error: message });
    await alertOnFailedRun(tx, ctx, { place, message });
    await reconcileChanged(tx, ctx, place);
  });
}

const ACTS = ["adopted", "heal", "restore", "gone", "chased"] as const;

function hasActed({ counts }: Pass): boolean {
  return ACTS.some((act) => (counts[act] ?? 0) > 0);
}

function figures(pass: Pass) {
  const { imageCount, snapshotCount, callCount, counts } = pass;
  return { endedAt: pass.ctx.runtime.clock.now(), imageCount, snapshotCount, callCount, counts };
}

export async function reconcileChanged(tx: Tx, ctx: Context, place: Place): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "reconcile.changed",
    entityId: `${place.accountRef}-${place.region}`,
    accountRef: place.accountRef,
  });
}
