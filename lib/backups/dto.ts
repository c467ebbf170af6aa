import { z } from "zod";
import {
  ATTEMPT_STATUSES,
  BACKUP_KINDS,
  BACKUP_STATUSES,
  SCHEDULERS,
} from "../db/schema/constants";
import { pageOf } from "../paging";

const Instant = z.iso.datetime();

/** The instance a backup is of, as far as a list shows it. */
export const BackupInstanceDto = z.object({
  /** Ours, `ins_…`. */
  id: z.string(),
  /** EC2's, `i-…`. */
  instanceId: z.string(),
  /** The Name tag: hostile text, empty when there is none. */
  name: z.string(),
  region: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
});
export type BackupInstanceDto = z.infer<typeof BackupInstanceDto>;

export const BackupDto = z.object({
  id: z.string(),
  instance: BackupInstanceDto,
  kind: z.enum(BACKUP_KINDS),
  status: z.enum(BACKUP_STATUSES),
  /** Who starts it; `eventbridge` is AWS by itself, known once its moment has come. */
  scheduler: z.enum(SCHEDULERS),
  /** Why it is in this status, in words a person can act on. */
  statusReason: z.string().nullable(),
  /** AWS's or our own code behind the reason. */
  statusCode: z.string().nullable(),
  suggestion: z.string().nullable(),
  dueAt: Instant,
  queuedAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  pendingAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Nothing is sent to AWS after this instant. */
  startWindowEndsAt: Instant,
  attemptNumber: z.number().int(),
  imageId: z.string().nullable(),
  imageName: z.string().nullable(),
  /** AWS's own word for the image; ours is `status`. */
  imageState: z.string().nullable(),
  imageCreatedAt: Instant.nullable(),
  /** Full size, at most: what a restore would read, not what is billed. */
  sizeBytes: z.number().int().nullable(),
  progressPercent: z.number().int().min(0).max(100).nullable(),
  reboot: z.boolean(),
  description: z.string(),
  held: z.boolean(),
  requestedBy: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type BackupDto = z.infer<typeof BackupDto>;

export const BackupPageDto = pageOf(BackupDto).extend({
  /**
   * With filters that fit few of very many, a page is shorter than it could be: it looked as far
   * back as this, and `nextCursor` goes on from there. Null: nothing was left out.
   */
  searchedTo: Instant.nullable(),
});
export type BackupPageDto = z.infer<typeof BackupPageDto>;

/** What there is to filter a list of backups by. */
export const BackupOptionsDto = z.object({
  /** The 12 digits. */
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  schedules: z.array(z.object({ id: z.string(), name: z.string(), isDeleted: z.boolean() })),
  /** Names of tags that people gave here. */
  tags: z.array(z.string()),
  /** Who made images that are not ours; `unmarked` among them. */
  makers: z.array(z.string()),
});
export type BackupOptionsDto = z.infer<typeof BackupOptionsDto>;

export const BackupAttemptDto = z.object({
  number: z.number().int(),
  imageName: z.string(),
  status: z.enum(ATTEMPT_STATUSES),
  sendCount: z.number().int(),
  firstSentAt: Instant.nullable(),
  lastSentAt: Instant.nullable(),
  lookupCount: z.number().int(),
  lookedUpAt: Instant.nullable(),
  imageId: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  awsRequestId: z.string().nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type BackupAttemptDto = z.infer<typeof BackupAttemptDto>;

export const BackupSnapshotDto = z.object({
  snapshotId: z.string(),
  volumeId: z.string().nullable(),
  device: z.string().nullable(),
  sizeGiB: z.number().int().nullable(),
  fullSizeBytes: z.number().int().nullable(),
  encrypted: z.boolean().nullable(),
  /** AWS's own word. */
  state: z.string().nullable(),
  progressPercent: z.number().int().nullable(),
  stateMessage: z.string().nullable(),
  consoleUrl: z.string().nullable(),
});
export type BackupSnapshotDto = z.infer<typeof BackupSnapshotDto>;

export const BackupEventDto = z.object({
  id: z.string(),
  at: Instant,
  /** Dotted, for example `status.pending`, `attempt.sent`, `lookup.empty`. */
  type: z.string(),
  message: z.string(),
});
export type BackupEventDto = z.infer<typeof BackupEventDto>;

/** A tag that a person gave it here. */
export const BackupTagDto = z.object({
  key: z.string(),
  value: z.string(),
  /** `unsure`: AWS was asked, and its answer was lost; asking again tells, or a look ten minutes later. */
  state: z.enum(["set", "unsure"]),
});
export type BackupTagDto = z.infer<typeof BackupTagDto>;

export const BackupDetailDto = BackupDto.extend({
  /** Whose due moment it was made for; more than one where they coincide. */
  schedules: z.array(z.object({ id: z.string(), name: z.string(), isDeleted: z.boolean() })),
  tags: z.array(BackupTagDto),
  hold: z
    .object({ at: Instant, by: z.string().nullable(), reason: z.string().nullable() })
    .nullable(),
  keepUntil: Instant.nullable(),
  /** Another live image carries this backup's tag: a person decides which one stays. */
  secondImageId: z.string().nullable(),
  attempts: z.array(BackupAttemptDto),
  snapshots: z.array(BackupSnapshotDto),
  /** Oldest first, the latest 200. */
  events: z.array(BackupEventDto),
  /** The AWS CLI's line that launches the image, or null without a usable image. */
  launchCommand: z.string().nullable(),
  consoleUrl: z.string().nullable(),
  /** What AWS's function says, in CloudWatch's console; null for what AWS did not start by itself. */
  functionLogUrl: z.string().nullable(),
});
export type BackupDetailDto = z.infer<typeof BackupDetailDto>;

/** An image in AWS: one of ours, or somebody else's in an account that we look at. */
export const AmiDto = z.object({
  imageId: z.string(),
  imageName: z.string().nullable(),
  imageState: z.string().nullable(),
  createdAt: Instant.nullable(),
  /** Full size, at most. */
  sizeBytes: z.number().int().nullable(),
  /** The 12 digits. */
  accountId: z.string(),
  region: z.string(),
  /** False: it is never touched from here. */
  ours: z.boolean(),
  /** Who made it, by its tags; null: this installation, or nobody put a name to it. */
  owner: z.string().nullable(),
  /** Of ours alone, here and below. */
  backupId: z.string().nullable(),
  kind: z.enum(BACKUP_KINDS).nullable(),
  status: z.enum(BACKUP_STATUSES).nullable(),
  dueAt: Instant.nullable(),
  instance: BackupInstanceDto.nullable(),
  held: z.boolean(),
  description: z.string(),
  /** Of others' alone: everybody in AWS may use it. */
  isPublic: z.boolean().nullable(),
  /** Of others' alone: EC2's id of the instance it was made from. */
  sourceInstanceId: z.string().nullable(),
  /** Of others' alone: when it was last seen by a comparison with AWS. */
  lastSeenAt: Instant.nullable(),
  consoleUrl: z.string().nullable(),
});
export type AmiDto = z.infer<typeof AmiDto>;

export const AmiPageDto = pageOf(AmiDto).extend({
  /** As in the list of backups. */
  searchedTo: Instant.nullable(),
});
export type AmiPageDto = z.infer<typeof AmiPageDto>;
