import { discoverPlace } from "#lib/discovery/discover-place";
import { discoverPlaceJob } from "#lib/discovery/jobs";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function discoverPlaceProcessor(runtime: Runtime): JobHandler<never> {
  return toHandler({
    definition: discoverPlaceJob,
    run: (payload, job) => discoverPlace(runtime, payload, job),
  });
}
