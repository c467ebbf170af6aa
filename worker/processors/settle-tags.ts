import { settleTagsJob } from "#lib/backups/jobs";
import { settleTags } from "#lib/backups/settle-tags";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function settleTagsProcessor(runtime: Runtime): JobHandler<never> {
  return toHandler({ definition: settleTagsJob, run: (place) => settleTags(runtime, place) });
}
