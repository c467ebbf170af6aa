import { engineContext } from "../backups/engine-context";
import { mayPass } from "../backups/may-pass";
import { SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import { withCredential } from "../removal/remover";
import type { Runtime } from "../runtime";
import { AwayPlaces } from "./away-places";
import { endItems } from "./end-items";
import { fillPlan } from "./fill-plan";
import { finishGathering } from "./finish-gathering";
import { listItems } from "./items.repo";
import type { PlanPayload } from "./jobs";
import { ofAccount } from "./of-account";
import type { PlanItemRow } from "./plan-row";
import { findPlan, patchItems } from "./plans.repo";
import { readEvidence, type ItemReading } from "./read-evidence";

/** AWS's limit of values in one filter. */
const ITEMS_PER_ROUND = 200;
const ROUNDS_MAX = 500;
const ROWS_PER_WRITE = 50;
const AGAIN_MS = 2 * SECOND;
const AWAY_MS = 15 * SECOND;

/**
 * Lists what a plan is about, where that is still to be done, asks AWS what speaks against each item,
 * then hands it to whom it concerns.
 */
export async function gatherPlan(
  runtime: Runtime,
  { planId }: PlanPayload,
  job: { signal?: AbortSignal } = {},
): Promise<JobResult> {
  const ctx = engineContext(runtime, "plan.gather");
  const away = new AwayPlaces();
  for (let round = 0; round < ROUNDS_MAX && !job.signal?.aborted; round++) {
    const plan = await findPlan(runtime.db.read, planId);
    if (plan?.status !== "gathering") return;
    if (await fillPlan(ctx, plan)) continue;
    const part = { planId, limit: ITEMS_PER_ROUND, except: away.places };
    const items = await listItems(runtime.db.read, { ...part, status: "gathering" });
    if (items.length === 0) return away.toResult() ?? finishGathering(ctx, planId);
    away.note(items, await ofAccount(items, () => gatherItems(ctx, items)));
  }
  return { retryAfterMs: AGAIN_MS };
}

async function gatherItems(ctx: Context, items: readonly PlanItemRow[]): Promise<JobResult> {
  const [first] = items;
  if (!first) return;
  const { accountRef, region } = first;
  try {
    const readings = await withCredential(
      ctx,
      { accountRef, region, preferredId: null },
      (credentialId) => readEvidence(ctx, { credentialId, items }),
    );
    await saveReadings(ctx, readings);
    return readings.length === 0 ? { retryAfterMs: AGAIN_MS } : undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (mayPass(error)) return { retryAfterMs: error.retryAfterMs ?? AWAY_MS };
    await keepAll(ctx, items, error.message);
    return;
  }
}

export async function saveReadings(ctx: Context, readings: readonly ItemReading[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  for (let from = 0; from < readings.length; from += ROWS_PER_WRITE) {
    await ctx.runtime.db.write(async (tx) => {
      for (const reading of readings.slice(from, from + ROWS_PER_WRITE)) {
        const { item, evidence, checked, snapshotIds, sizeBytes } = reading;
        if (reading.gone) {
          const outcome = "AWS no longer shows it.";
          await endItems(tx, ctx, [{ itemId: item.id, status: "kept", outcome }]);
          continue;
        }
        const status = evidence.length === 0 ? ("ready" as const) : ("blocked" as const);
        const set = { status, evidence, checked, snapshotIds, sizeBytes };
        await patchItems(tx, {
          ids: [item.id],
          from: ["gathering"],
          set: { ...set, evidenceAt: now, updatedAt: now },
        });
      }
    });
  }
}

/** Nothing could be looked at, and asking again does not help. */
async function keepAll(
  ctx: Context,
  items: readonly PlanItemRow[],
  outcome: string,
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_PER_WRITE) {
    const ends = items
      .slice(from, from + ROWS_PER_WRITE)
      .map(({ id }) => ({ itemId: id, status: "failed" as const, outcome }));
    await ctx.runtime.db.write((tx) => endItems(tx, ctx, ends));
  }
}
