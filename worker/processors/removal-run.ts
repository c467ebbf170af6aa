import { toHandler, type JobHandler } from "#lib/queue/queue";
import { removalRunJob } from "#lib/removal/jobs";
import { runRemovals } from "#lib/removal/run-removals";
import type { Runtime } from "#lib/runtime";

export function removalRun(runtime: Runtime): JobHandler<never> {
  return toHandler({ definition: removalRunJob, run: (place) => runRemovals(runtime, place) });
}
