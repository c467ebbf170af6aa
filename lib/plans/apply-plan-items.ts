import { engineContext } from "../backups/engine-context";
import { mayPass } from "../backups/may-pass";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import { enqueuePlaces } from "../removal/enqueue-removals";
import { removalRunJob } from "../removal/jobs";
import { EVIDENCE_LIFE_MS, isYoungLook } from "../removal/removal-timing.pure";
import { withCredential } from "../removal/remover";
import type { Runtime } from "../runtime";
import { applyItems } from "./apply-items";
import { AwayPlaces } from "./away-places";
import { stopForBreaker } from "./breaker";
import { endItems, endPlan } from "./end-items";
import { finishOrphans } from "./finish-orphans";
import { forgetClaimed, forgetItems } from "./forget-items";
import { listFullPlaces } from "./full-places.repo";
import { findItems, isUnrecordedItem, listInterrupted, listItems } from "./items.repo";
import type { PlanPayload } from "./jobs";
import { ofAccount } from "./of-account";
import type { PlanItemRow, PlanRow } from "./plan-row";
import { findPlan } from "./plans.repo";
import { refreshEvidence } from "./refresh-evidence";
import { removeOrphans } from "./remove-orphans";

const ITEMS_PER_ROUND = 100;
const ROUNDS_MAX = 500;
const AGAIN_MS = 2 * SECOND;
const AWAY_MS = 15 * SECOND;
/** Started before these are sent, others would only wait while their evidence grows old. */
const UNSENT_MAX = 100;
/** Older evidence is gathered again: the rest of its life is for the removals before it. */
const EVIDENCE_FRESH_MS = EVIDENCE_LIFE_MS - 5 * MINUTE;

/**
 * Starts the removal of whatever a plan still justifies, place by place. What was begun before, by a
 * process that ended in between, is ended first, also of a plan that was cancelled since.
 */
export async function applyPlanItems(
  runtime: Runtime,
  { planId }: PlanPayload,
  job: { signal?: AbortSignal } = {},
): Promise<JobResult> {
  const ctx = engineContext(runtime, "plan.apply");
  const away = new AwayPlaces();
  for (let round = 0; round < ROUNDS_MAX && !job.signal?.aborted; round++) {
    const plan = await findPlan(runtime.db.read, planId);
    if (!plan) return;
    const part = { planId, limit: ITEMS_PER_ROUND };
    const begun = await listInterrupted(runtime.db.read, { ...part, except: away.places });
    if (begun.length > 0) {
      away.note(
        begun,
        await ofAccount(begun, () => orFail(ctx, begun, () => finishBegun(ctx, begun))),
      );
      continue;
    }
    if (plan.status !== "applying" || (await stopForBreaker(ctx, plan))) return away.toResult();
    const full = await listFullPlaces(runtime.db.read, { planId, unsent: UNSENT_MAX });
    const except = [...full, ...away.places];
    const items = await listItems(runtime.db.read, { ...part, status: "ready", except });
    if (items.length > 0)
      away.note(items, await ofAccount(items, () => applyRound(ctx, plan, items)));
    else if (full.length > 0) return { retryAfterMs: AGAIN_MS };
    else return away.toResult() ?? runtime.db.write((tx) => endPlan(tx, ctx, planId));
  }
  return { retryAfterMs: AGAIN_MS };
}

async function applyRound(
  ctx: Context,
  plan: PlanRow,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const [first] = items;
  if (!first) return;
  const { accountRef, region } = first;
  return orFail(ctx, items, async () => {
    const old = items.filter((item) => isOld(item, ctx.runtime.clock.now()));
    const place = { accountRef, region, preferredId: null };
    if (old.length > 0) {
      const refreshed = await withCredential(ctx, place, (credentialId) =>
        refreshEvidence(ctx, { credentialId, items: old }),
      );
      return refreshed === 0 ? { retryAfterMs: AGAIN_MS } : undefined;
    }
    return removeFresh(ctx, plan, items);
  });
}

async function finishBegun(ctx: Context, items: readonly PlanItemRow[]): Promise<JobResult> {
  await forgetClaimed(
    ctx,
    items.filter(({ mode }) => mode === "record"),
  );
  return finishOrphans(
    ctx,
    items.filter(({ mode }) => mode !== "record"),
  );
}

/** What AWS refuses ends; what may pass comes back. */
async function orFail(
  ctx: Context,
  items: readonly PlanItemRow[],
  work: () => Promise<JobResult>,
): Promise<JobResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (mayPass(error)) return { retryAfterMs: error.retryAfterMs ?? AWAY_MS };
    await ctx.runtime.db.write((tx) => failUnstarted(tx, ctx, { items, outcome: error.message }));
    return;
  }
}

/** What is being removed already comes to its own end. */
async function failUnstarted(
  tx: Tx,
  ctx: Context,
  { items, outcome }: { items: readonly PlanItemRow[]; outcome: string },
): Promise<void> {
  const [first] = items;
  if (!first) return;
  const current = await findItems(tx, { planId: first.planId, ids: items.map(({ id }) => id) });
  const ready = current.filter(
    (item) => item.status === "ready" || (item.status === "applying" && isUnrecordedItem(item)),
  );
  await endItems(
    tx,
    ctx,
    ready.map(({ id }) => ({ itemId: id, status: "failed" as const, outcome })),
  );
}

function isOld({ evidenceAt, mode }: PlanItemRow, now: number): boolean {
  const look = { lookedAt: evidenceAt, now, lifeMs: EVIDENCE_FRESH_MS };
  return mode !== "record" && !isYoungLook(look);
}

async function removeFresh(
  ctx: Context,
  plan: PlanRow,
  items: readonly PlanItemRow[],
): Promise<JobResult> {
  const records = items.filter(({ mode }) => mode === "record");
  const orphans = items.filter(({ backupId, mode }) => backupId === null && mode !== "record");
  const backed = items.filter(({ backupId, mode }) => backupId !== null && mode !== "record");
  if (backed.length > 0) {
    await applyItems(ctx, { plan, items: backed });
    await enqueuePlaces(
      ctx.runtime,
      removalRunJob,
      backed.map(({ accountRef, region }) => ({ accountRef, region })),
    );
  }
  if (records.length > 0) await forgetItems(ctx, records);
  return orphans.length > 0 ? removeOrphans(ctx, orphans) : undefined;
}
