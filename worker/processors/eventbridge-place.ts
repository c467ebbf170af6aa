import { eventbridgePlaceJob } from "#lib/eventbridge/jobs";
import { workOnPlace } from "#lib/eventbridge/work-on-place";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function eventbridgePlace(runtime: Runtime): JobHandler<never> {
  return toHandler({
    definition: eventbridgePlaceJob,
    run: (payload, job) => workOnPlace(runtime, payload, job),
  });
}
