import { z } from "zod";
import type { JobDefinition } from "../queue/queue";

const PlacePayload = z.object({ accountRef: z.string(), region: z.string() });
export type PlacePayload = z.infer<typeof PlacePayload>;

/** Brings AWS's objects of one account and region where they are to be. */
export const eventbridgePlaceJob: JobDefinition<PlacePayload> = {
  name: "eventbridge.place",
  payload: PlacePayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  concurrency: 4,
};
