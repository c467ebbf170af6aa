import { pollImagesJob } from "#lib/backups/jobs";
import { pollImages } from "#lib/backups/poll-images";
import { toHandler, type JobHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";

export function pollImagesProcessor(runtime: Runtime): JobHandler<never> {
  return toHandler({ definition: pollImagesJob, run: (payload) => pollImages(runtime, payload) });
}
