import { refreshInstancesJob } from "#lib/instances/jobs";
import { refreshInstances } from "#lib/instances/refresh-instances";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function refreshInstancesProcessor(runtime: Runtime): JobHandler<never> {
  return toHandler({
    definition: refreshInstancesJob,
    run: (payload) => refreshInstances(runtime, payload),
  });
}
