import { toError } from "../errors";
import type { JobDefinition } from "../queue/queue";
import type { Runtime } from "../runtime";
import type { PlanPayload } from "./jobs";

/** After the commit. A queue that is away loses nothing: the repeat finds the rows. */
export async function enqueuePlans(
  runtime: Runtime,
  job: JobDefinition<PlanPayload>,
  planIds: readonly string[],
): Promise<void> {
  if (planIds.length === 0) return;
  try {
    await runtime.queue.enqueue(
      job,
      planIds.map((planId) => ({ planId })),
    );
  } catch (error) {
    runtime.log.warn({ err: toError(error) }, "plans could not be enqueued; the repeat will");
  }
}
