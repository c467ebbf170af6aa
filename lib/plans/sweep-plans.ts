import { recordAudit } from "../audit/record-audit";
import { engineContext } from "../backups/engine-context";
import { SECOND } from "../clock";
import type { Runtime } from "../runtime";
import { closePlan } from "./close-plan";
import { enqueuePlans } from "./enqueue-plans";
import { listResting, listUnfinishedPlans } from "./items.repo";
import { applyPlanJob, gatherPlanJob } from "./jobs";
import { PLAN_LIFE_MS } from "./plan-life.pure";
import { findPlan } from "./plans.repo";

/** Its job was lost, or waits for AWS: it is enqueued again, which costs nothing where it waits. */
const RESTING_MS = 5 * SECOND;

/** The repeat of plans: goes on with what rests, and ends what nobody answered. */
export async function sweepPlans(runtime: Runtime): Promise<void> {
  const { read } = runtime.db;
  const now = runtime.clock.now();
  const resting = { until: now - RESTING_MS, column: "updatedAt" } as const;
  const gathering = await listResting(read, { ...resting, status: "gathering" });
  await enqueuePlans(runtime, gatherPlanJob, gathering);
  const applying = await listResting(read, { ...resting, status: "applying" });
  await enqueuePlans(runtime, applyPlanJob, applying);
  const over = await listUnfinishedPlans(read, { until: now - RESTING_MS });
  await enqueuePlans(runtime, applyPlanJob, over);
  const expired = { status: "waiting", until: now - PLAN_LIFE_MS, column: "readyAt" } as const;
  for (const planId of await listResting(read, expired)) await expirePlan(runtime, planId);
}

async function expirePlan(runtime: Runtime, planId: string): Promise<void> {
  const ctx = engineContext(runtime, "plans.sweep");
  await runtime.db.write(async (tx) => {
    const plan = await findPlan(tx, planId);
    if (plan?.status !== "waiting" || !(await closePlan(tx, ctx, { plan, as: "expired" }))) return;
    await recordAudit(tx, ctx, {
      action: "plan.expired",
      targetType: "plan",
      targetId: planId,
      after: { title: plan.title, itemCount: plan.itemCount },
    });
  });
}
