import { z } from "zod";
import type { JobDefinition } from "../queue/queue";

const PlacePayload = z.object({ accountRef: z.string(), region: z.string() });
export type PlacePayload = z.infer<typeof PlacePayload>;

/** Takes every removal of one account and region as far as it can go now. */
export const removalRunJob: JobDefinition<PlacePayload> = {
  name: "removal.run",
  payload: PlacePayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  concurrency: 100,
};

/** Makes the tag `amivault:hold` in AWS say what the records say. */
export const holdTagsJob: JobDefinition<PlacePayload> = {
  name: "holds.tag",
  payload: PlacePayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  concurrency: 20,
};
