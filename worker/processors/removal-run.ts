import { toHandler, type JobHandler } from "#lib/queue/queue";
import { holdTagsJob, removalRunJob } from "#lib/removal/jobs";
import { runRemovals } from "#lib/removal/run-removals";
import { tagHolds } from "#lib/removal/tag-holds";
import type { Runtime } from "#lib/runtime";

export function removalRun(runtime: Runtime): JobHandler<never> {
  return toHandler({ definition: removalRunJob, run: (place) => runRemovals(runtime, place) });
}

export function holdTags(runtime: Runtime): JobHandler<never> {
  return toHandler({ definition: holdTagsJob, run: (place) => tagHolds(runtime, place) });
}
