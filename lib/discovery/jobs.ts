import { z } from "zod";
import type { JobDefinition } from "../queue/queue";

const DiscoverPlacePayload = z.object({ accountRef: z.string(), region: z.string() });
export type DiscoverPlacePayload = z.infer<typeof DiscoverPlacePayload>;

/** One look at the instances of one account and region, for every run that waits for it. */
export const discoverPlaceJob: JobDefinition<DiscoverPlacePayload> = {
  name: "discovery.place",
  payload: DiscoverPlacePayload,
  key: ({ accountRef, region }) => `${accountRef}-${region === "" ? "regions" : region}`,
  concurrency: 6,
};
