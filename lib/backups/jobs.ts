import { z } from "zod";
import type { JobDefinition } from "../queue/queue";

const RunBackupPayload = z.object({ backupId: z.string() });
export type RunBackupPayload = z.infer<typeof RunBackupPayload>;

/*
 * These jobs only wait for AWS. A region that does not answer keeps each of its jobs for minutes:
 * there are slots enough for all regions of an account, so that the others go on.
 */

/** Takes one backup as far as it can go now: claim, send, look up. */
export const backupRunJob: JobDefinition<RunBackupPayload> = {
  name: "backup.run",
  payload: RunBackupPayload,
  key: ({ backupId }) => backupId,
  concurrency: 100,
};

const PollImagesPayload = z.object({ accountRef: z.string(), region: z.string() });
export type PollImagesPayload = z.infer<typeof PollImagesPayload>;

/** Asks AWS once for all images of one account and region that something waits for. */
export const pollImagesJob: JobDefinition<PollImagesPayload> = {
  name: "poll.images",
  payload: PollImagesPayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  concurrency: 100,
};

/** Looks at images of which nobody knows whether AWS has a tag as it was asked for. */
export const settleTagsJob: JobDefinition<PollImagesPayload> = {
  name: "tags.settle",
  payload: PollImagesPayload,
  key: ({ accountRef, region }) => `${accountRef}-${region}`,
  concurrency: 20,
};
