import { toHandler, type JobHandler } from "#lib/queue/queue";
import { reconcilePlaceJob } from "#lib/reconcile/jobs";
import { runReconcile } from "#lib/reconcile/run-reconcile";
import type { Runtime } from "#lib/runtime";

export function reconcilePlace(runtime: Runtime): JobHandler<never> {
  return toHandler({
    definition: reconcilePlaceJob,
    run: (payload, job) => runReconcile(runtime, payload, job),
  });
}
