import { engineContext } from "../backups/engine-context";
import { mayPass } from "../backups/may-pass";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import { enqueuePlaces } from "../removal/enqueue-removals";
import { removalRunJob } from "../removal/jobs";
import { withCredential } from "../removal/remover";
import type { Runtime } from "../runtime";
import { applyItems } from "./apply-items";
import { stopForBreaker } from "./breaker";
import { endItems, endPlan } from "./end-items";
import { forgetItems } from "./forget-items";
import { findItems, listItems } from "./items.repo";
import type { PlanPayload } from "./jobs";
import type { PlanItemRow, PlanRow } from "./plan-row";
import { findPlan } from "./plans.repo";
import { refreshEvidence } from "./refresh-evidence";
import { removeOrphans } from "./remove-orphans";

const ITEMS_PER_ROUND = 100;
const ROUNDS_MAX = 500;
const AGAIN_MS = 2 * SECOND;
const AWAY_MS = 15 * SECOND;
/** Older evidence is gathered again before anything of it goes. */
const EVIDENCE_LIFE_MS = 15 * MINUTE;

/** Starts the removal of whatever a plan still justifies, place by place. */
export async function applyPlanItems(
  runtime: Runtime,
  { planId }: PlanPayload,
  job: { signal?: AbortSignal } = {},
): Promise<JobResult> {
  const ctx = engineContext(runtime, "plan.apply");
  for (let round = 0; round < ROUNDS_MAX && !job.signal?.aborted; round++) {
    const plan = await findPlan(runtime.db.read, planId);
    if (plan?.status !== "applying" || (await stopForBreaker(ctx, plan))) return;
    const part = { planId, status: "ready" as const, limit: ITEMS_PER_ROUND };
    const items = await listItems(runtime.db.read, part);
    if (items.length === 0) return runtime.db.write((tx) => endPlan(tx, ctx, planId));
    const result = await applyRound(ctx, plan, items);
    if (result !== undefined) return result;
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
  try {
    const old = items.filter((item) => isOld(item, ctx.runtime.clock.now()));
    const place = { accountRef, region, preferredId: null };
    if (old.length > 0) {
      const refreshed = await withCredential(ctx, place, (credentialId) =>
        refreshEvidence(ctx, { credentialId, items: old }),
      );
      return refreshed === 0 ? { retryAfterMs: AGAIN_MS } : undefined;
    }
    return await removeFresh(ctx, plan, items);
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
  const ready = current.filter(({ status }) => status === "ready");
  await endItems(
    tx,
    ctx,
    ready.map(({ id }) => ({ itemId: id, status: "failed" as const, outcome })),
  );
}

function isOld({ evidenceAt, mode }: PlanItemRow, now: number): boolean {
  return mode !== "record" && now - (evidenceAt ?? 0) > EVIDENCE_LIFE_MS;
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
