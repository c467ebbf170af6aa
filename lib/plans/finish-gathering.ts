import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { missingChecks } from "../removal/evidence-checks.pure";
import { askPerson } from "./ask-person";
import { enqueuePlans } from "./enqueue-plans";
import { countItems, pageItems } from "./items.repo";
import { applyPlanJob } from "./jobs";
import { planChanged } from "./plan-changed";
import type { PlanPatch, PlanRow } from "./plan-row";
import { findPlan, patchPlan } from "./plans.repo";
import { findNextSource } from "./sources.repo";

const READ_MAX = 500;

/** Every item has its evidence: the plan applies itself, waits for a person, or has nothing to do. */
export async function finishGathering(ctx: Context, planId: string): Promise<void> {
  const { db } = ctx.runtime;
  const unchecked = await findUnchecked(ctx, planId);
  const plan = await db.write((tx) => settle(tx, ctx, { planId, unchecked }));
  if (plan?.status === "applying") await enqueuePlans(ctx.runtime, applyPlanJob, [planId]);
}

async function settle(
  tx: Tx,
  ctx: Context,
  { planId, unchecked }: { planId: string; unchecked: readonly string[] },
): Promise<PlanRow | null> {
  const plan = await findPlan(tx, planId);
  const counts = await countItems(tx, planId);
  if (plan?.status !== "gathering" || counts.gathering) return null;
  if (await findNextSource(tx, planId)) return null;
  const now = ctx.runtime.clock.now();
  const changed = await patchPlan(tx, {
    plan,
    set: { ...nextOf({ plan, counts, unchecked, now }), readyAt: now, updatedAt: now },
  });
  if (!changed) return null;
  await planChanged(tx, ctx, changed);
  if (changed.status === "waiting") await askPerson(tx, ctx, changed);
  else await audit(tx, ctx, changed);
  return changed;
}

function nextOf(of: {
  plan: PlanRow;
  counts: Awaited<ReturnType<typeof countItems>>;
  unchecked: readonly string[];
  now: number;
}): PlanPatch {
  const { plan, counts, unchecked, now } = of;
  if (!counts.ready && (plan.automatic || !counts.blocked)) {
    return { status: "applied", endedAt: now, statusReason: "Nothing of it may go." };
  }
  if (!plan.automatic || plan.breakerReason !== null) return { status: "waiting" };
  if (unchecked.length === 0) return { status: "applying", appliedAt: now };
  return {
    status: "waiting",
    breakerReason: `Not everything could be looked for: ${unchecked.join(", ")}.`,
  };
}

/** Mandatory checks that were not made for an item that may go. */
async function findUnchecked(ctx: Context, planId: string): Promise<string[]> {
  const missing = new Set<string>();
  for (let afterId: string | null = null; ;) {
    const page = await pageItems(ctx.runtime.db.read, {
      planId,
      statuses: ["ready"],
      afterId,
      limit: READ_MAX,
    });
    for (const { checked, imageId, mode } of page) {
      if (imageId === null || mode === "record") continue;
      for (const label of missingChecks(checked)) missing.add(label);
    }
    afterId = page.at(-1)?.id ?? null;
    if (page.length < READ_MAX || afterId === null) return [...missing];
  }
}

async function audit(tx: Tx, ctx: Context, plan: PlanRow): Promise<void> {
  await recordAudit(tx, ctx, {
    action: `plan.${plan.status}`,
    targetType: "plan",
    targetId: plan.id,
    after: { kind: plan.kind, itemCount: plan.itemCount, reason: plan.statusReason },
  });
}
