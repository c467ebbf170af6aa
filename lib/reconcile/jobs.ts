import { z } from "zod";
import type { JobDefinition } from "../queue/queue";

const ReconcilePlacePayload = z.object({ accountRef: z.string(), region: z.string() });
export type ReconcilePlacePayload = z.infer<typeof ReconcilePlacePayload>;

/** One look over everything of ours in one account and region. */
export const reconcilePlaceJob: JobDefinition<ReconcilePlacePayload> = {
  name: "reconcile.place",
  payload: ReconcilePlacePayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  // A large region keeps a core busy for its pages: more at once would slow the backups.
  concurrency: 2,
};
