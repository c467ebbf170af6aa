import { z } from "zod";
import { BACKUP_KINDS, BACKUP_STATUSES } from "../db/schema/constants";

const Instant = z.iso.datetime();
const Count = z.number().int();

export const RetentionRulesDto = z.object({
  /** Everything younger than so many times 24 hours; null for no rule by age. */
  keepDays: Count.nullable(),
  /** The newest so many; null for no such rule. */
  keepCount: Count.nullable(),
  /** The newest of each of the last so many hours, days, … that have one. */
  tiers: z.object({
    hourly: Count.optional(),
    daily: Count.optional(),
    weekly: Count.optional(),
    monthly: Count.optional(),
    yearly: Count.optional(),
  }),
  /** This many of an instance's images stay, whatever the rules say. */
  floor: Count,
  /** IANA; the zone of the tiers. */
  zone: z.string(),
});
export type RetentionRulesDto = z.infer<typeof RetentionRulesDto>;

export const RetentionPolicyDto = RetentionRulesDto.extend({
  id: z.string(),
  name: z.string(),
  /** “30 days, 7 daily and 4 weekly”; “everything” without a rule. */
  words: z.string(),
  /** Records of failed, missed and skipped backups go after so many days; null for 90. */
  recordDays: Count.nullable(),
  /** Nothing is removed by a policy that is not enforced. */
  enforced: z.boolean(),
  /** Followed by every instance that was given no other. */
  isDefault: z.boolean(),
  /** The instance whose own policy it is; null for one that is shared. */
  instanceId: z.string().nullable(),
  /** Instances that follow it, as far as the caller may see them. */
  instanceCount: Count,
  /** Their images that AWS confirmed. */
  imageCount: Count,
  /** Full size of those, at most. */
  storedBytes: Count,
  createdAt: Instant,
  updatedAt: Instant,
});
export type RetentionPolicyDto = z.infer<typeof RetentionPolicyDto>;

/** What the planner needs of a backup, as JSON: instants are epoch milliseconds. */
export const HistoryEntryDto = z.object({
  id: z.string(),
  kind: z.enum(BACKUP_KINDS),
  status: z.enum(BACKUP_STATUSES),
  imageCreatedAt: z.number().nullable(),
  heldAt: z.number().nullable(),
  keepUntil: z.number().nullable(),
  /** Full size, at most. */
  sizeBytes: z.number().nullable(),
});
export type HistoryEntryDto = z.infer<typeof HistoryEntryDto>;

/** An instance as a list of retention names it. */
export const RetentionInstanceDto = z.object({
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
export type RetentionInstanceDto = z.infer<typeof RetentionInstanceDto>;

/** An AWS account, and whether a person let retention remove in it. */
export const RetentionAccountDto = z.object({
  /** Ours, `acc_…`. */
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  name: z.string().nullable(),
  /** Null: nothing is removed by itself in it. */
  confirmedAt: Instant.nullable(),
  /** Images in it that AWS confirmed. */
  availableCount: Count,
});
export type RetentionAccountDto = z.infer<typeof RetentionAccountDto>;

export const RetainedDto = z.object({
  backupId: z.string(),
  kind: z.enum(BACKUP_KINDS),
  /** AWS's CreationDate. */
  createdAt: Instant.nullable(),
  /** Full size, at most. */
  sizeBytes: Count.nullable(),
  /** The rules that keep it, or that do not: `age`, `daily`, `floor`, … */
  rules: z.array(z.string()),
  /** “daily 3 of 7, weekly 1 of 4”; “older than 30 days; no other rule keeps it”. */
  words: z.string(),
  /** Kept: when it will go, if every run to come succeeds; null where nothing says. Removed: now. */
  goesAt: Instant.nullable(),
});
export type RetainedDto = z.infer<typeof RetainedDto>;

/** What a policy does to one instance's images; the newest 200 of each list. */
export const RetentionForecastDto = z.object({
  instance: RetentionInstanceDto,
  /** The newest scheduled run failed: nothing goes until one succeeds. */
  frozen: z.boolean(),
  keepCount: Count,
  removeCount: Count,
  /** Full size of what would go, at most. */
  removeBytes: Count,
  keep: z.array(RetainedDto),
  remove: z.array(RetainedDto),
});
export type RetentionForecastDto = z.infer<typeof RetentionForecastDto>;

export const RetentionTotalsDto = z.object({
  instances: Count,
  frozenInstances: Count,
  /** Instances of which something would go. */
  touchedInstances: Count,
  backups: Count,
  keep: Count,
  remove: Count,
  /** Full size, at most. */
  keepBytes: Count,
  removeBytes: Count,
  /** Of these no size is known: they count as 0 bytes. */
  unknownSizes: Count,
});
export type RetentionTotalsDto = z.infer<typeof RetentionTotalsDto>;

export const RetentionPreviewDto = z.object({
  words: z.string(),
  /** Over all instances asked for; null on later pages. */
  totals: RetentionTotalsDto.nullable(),
  items: z.array(RetentionForecastDto),
  nextCursor: z.string().nullable(),
});
export type RetentionPreviewDto = z.infer<typeof RetentionPreviewDto>;

export const RETENTION_STATES = [
  "active",
  "frozen",
  "not_enforced",
  "no_rules",
  "unconfirmed",
  "removed",
] as const;
export type RetentionState = (typeof RETENTION_STATES)[number];

export const InstanceRetentionDto = z.object({
  policy: RetentionPolicyDto,
  /** Whether anything goes by itself, and if not, why. */
  state: z.enum(RETENTION_STATES),
  forecast: RetentionForecastDto,
});
export type InstanceRetentionDto = z.infer<typeof InstanceRetentionDto>;
