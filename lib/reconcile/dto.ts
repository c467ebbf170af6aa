import { z } from "zod";
import { FINDING_KINDS } from "../db/schema/constants";
import { REPAIR_ACTIONS } from "./finding.pure";

const Instant = z.iso.datetime();

/** A difference between AWS and our records. */
export const FindingDto = z.object({
  id: z.string(),
  kind: z.enum(FINDING_KINDS),
  /** What exactly, for example `tags_changed`. */
  code: z.string(),
  /** Ours, `acc_…`. */
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  region: z.string(),
  /** AWS's id of the image or snapshot. */
  resourceId: z.string(),
  backupId: z.string().nullable(),
  /** EC2's. */
  instanceId: z.string().nullable(),
  /** Whose it is, when not ours. */
  owner: z.string().nullable(),
  /** What is the matter. */
  message: z.string(),
  /** What mends it. */
  repair: z.string(),
  /** What can be done about it from here. */
  actions: z.array(z.enum(REPAIR_ACTIONS)),
  snapshotIds: z.array(z.string()),
  /** Full size, at most. */
  sizeBytes: z.number().int().nullable(),
  resourceCreatedAt: Instant.nullable(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  /** The clean-up plan that lists it. */
  planId: z.string().nullable(),
  ignored: z.object({ at: Instant, by: z.string().nullable() }).nullable(),
  resolved: z.object({ at: Instant, how: z.string().nullable() }).nullable(),
});
export type FindingDto = z.infer<typeof FindingDto>;

/** Open findings that nobody ignores. */
export const FindingCountsDto = z.object({
  byKind: z.record(z.enum(FINDING_KINDS), z.number().int()),
  /** Images and snapshots of ours that no record wants and no plan lists. */
  orphans: z.number().int(),
  /** What a person may want to mend: all but what is not ours. */
  toMend: z.number().int(),
});
export type FindingCountsDto = z.infer<typeof FindingCountsDto>;

/** A place and the last look at it. */
export const ReconcileRunDto = z.object({
  accountRef: z.string(),
  accountId: z.string(),
  region: z.string(),
  /** Null before the first. */
  run: z
    .object({
      id: z.string(),
      state: z.enum(["running", "done", "failed"]),
      startedAt: Instant,
      endedAt: Instant.nullable(),
      requestedBy: z.string().nullable(),
      imageCount: z.number().int(),
      snapshotCount: z.number().int(),
      callCount: z.number().int(),
      /** By act or kind of finding: how many. */
      counts: z.record(z.string(), z.number().int()),
      error: z.string().nullable(),
    })
    .nullable(),
});
export type ReconcileRunDto = z.infer<typeof ReconcileRunDto>;

export const ReconcileRequestedDto = z.object({ places: z.number().int() });
export type ReconcileRequestedDto = z.infer<typeof ReconcileRequestedDto>;

/** What became of a repair of one or many findings. */
export const RepairOutcomeDto = z.object({
  done: z.number().int(),
  /** The plan that was made. */
  planId: z.string().nullable(),
  /** Those it could not be done for, with why. */
  failures: z.array(z.object({ findingId: z.string(), message: z.string() })),
});
export type RepairOutcomeDto = z.infer<typeof RepairOutcomeDto>;
