import { z } from "zod";
import type { JobDefinition } from "#lib/queue/queue";

const RefreshInstancesPayload = z.object({ accountRef: z.string(), region: z.string() });
export type RefreshInstancesPayload = z.infer<typeof RefreshInstancesPayload>;

/** Looks at all protected instances of one account and region whose last look is old. */
export const refreshInstancesJob: JobDefinition<RefreshInstancesPayload> = {
  name: "instances.refresh",
  payload: RefreshInstancesPayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  concurrency: 4,
};
