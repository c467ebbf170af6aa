import { applyPlanItems } from "#lib/plans/apply-plan-items";
import { gatherPlan } from "#lib/plans/gather-plan";
import { applyPlanJob, gatherPlanJob } from "#lib/plans/jobs";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function planGather(runtime: Runtime): JobHandler<never> {
  return toHandler({
    definition: gatherPlanJob,
    run: (payload, job) => gatherPlan(runtime, payload, job),
  });
}

export function planApply(runtime: Runtime): JobHandler<never> {
  return toHandler({
    definition: applyPlanJob,
    run: (payload, job) => applyPlanItems(runtime, payload, job),
  });
}
