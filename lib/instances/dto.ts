import { z } from "zod";
import { pageOf } from "#lib/paging";
import {
  ACTOR_TYPES,
  BACKUP_STATUSES,
  INSTANCE_STATES,
  SCHEDULERS,
} from "#lib/db/schema/constants";
import { HEALTH_ACTIONS, HEALTH_REASONS, HEALTH_STATUSES } from "./instance-health.pure";

export const HealthDto = z.object({
  status: z.enum(HEALTH_STATUSES),
  reason: z.enum(HEALTH_REASONS),
  /** What fixes it; null where nothing has to be done. */
  action: z.enum(HEALTH_ACTIONS).nullable(),
  text: z.string(),
});
export type HealthDto = z.infer<typeof HealthDto>;

export const InstanceScheduleDto = z.object({
  scheduleId: z.string(),
  name: z.string(),
  cron: z.string(),
  /** IANA */
  zone: z.string(),
  /** For people: "every day at 02:00". */
  words: z.string(),
  enabled: z.boolean(),
  scheduler: z.enum(SCHEDULERS),
  nextDueAt: z.iso.datetime().nullable(),
});
export type InstanceScheduleDto = z.infer<typeof InstanceScheduleDto>;

/** An instance under protection. Name and tags are AWS's text, verbatim: hostile input. */
export const InstanceDto = z.object({
  id: z.string(),
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  partition: z.string(),
  credentialId: z.string().nullable(),
  credentialName: z.string().nullable(),
  region: z.string(),
  /** EC2's id. */
  instanceId: z.string(),
  name: z.string(),
  tags: z.record(z.string(), z.string()),
  state: z.enum(INSTANCE_STATES),
  instanceType: z.string().nullable(),
  platform: z.string().nullable(),
  volumeCount: z.number().int().nullable(),
  volumeGiB: z.number().int().nullable(),
  paused: z.boolean(),
  /** Who is to start its scheduled backups; each schedule says who does. */
  scheduler: z.enum(SCHEDULERS),
  rebootOnBackup: z.boolean(),
  retentionPolicyId: z.string().nullable(),
  schedules: z.array(InstanceScheduleDto),
  health: HealthDto,
  lastGoodBackupId: z.string().nullable(),
  lastGoodAt: z.iso.datetime().nullable(),
  lastEndedBackupId: z.string().nullable(),
  lastEndedStatus: z.enum(BACKUP_STATUSES).nullable(),
  lastEndedAt: z.iso.datetime().nullable(),
  nextDueAt: z.iso.datetime().nullable(),
  availableCount: z.number().int(),
  /** When AWS last told its state. */
  seenAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Set once it was removed from protection; its backups stay. */
  removedAt: z.iso.datetime().nullable(),
});
export type InstanceDto = z.infer<typeof InstanceDto>;

const VolumeDto = z.object({
  volumeId: z.string(),
  sizeGiB: z.number().int(),
  volumeType: z.string().nullable(),
  encrypted: z.boolean(),
});

/** One question of the pre-flight check and its answer. */
export const CheckStepDto = z.object({
  step: z.enum(["identity", "region", "instance", "permission"]),
  ok: z.boolean(),
  message: z.string(),
  suggestion: z.string().nullable(),
  /** AWS's error code, or ours. */
  code: z.string().nullable(),
});
export type CheckStepDto = z.infer<typeof CheckStepDto>;

/** What AWS says of an instance before it is added. */
export const InstanceCheckDto = z.object({
  ok: z.boolean(),
  steps: z.array(CheckStepDto),
  instance: z
    .object({
      instanceId: z.string(),
      region: z.string(),
      accountId: z.string(),
      name: z.string(),
      tags: z.record(z.string(), z.string()),
      state: z.enum(INSTANCE_STATES),
      instanceType: z.string().nullable(),
      platform: z.string().nullable(),
      volumes: z.array(VolumeDto),
    })
    .nullable(),
  /** Our id, when the instance is protected already. */
  existingId: z.string().nullable(),
});
export type InstanceCheckDto = z.infer<typeof InstanceCheckDto>;

/** The answer of a look at AWS: what it says, or why it could not be asked. */
export const InstanceValidationDto = z.object({
  ok: z.boolean(),
  instance: InstanceDto,
  message: z.string(),
  suggestion: z.string().nullable(),
  code: z.string().nullable(),
});
export type InstanceValidationDto = z.infer<typeof InstanceValidationDto>;

export const NeedsYouDto = z.object({
  id: z.string(),
  instanceId: z.string(),
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  health: HealthDto,
  lastEndedBackupId: z.string().nullable(),
  credentialId: z.string().nullable(),
  rebootOnBackup: z.boolean(),
});
export type NeedsYouDto = z.infer<typeof NeedsYouDto>;

/** For the dashboard's sentence: "38 of 40 instances are protected; 2 need you". */
export const FleetSummaryDto = z.object({
  total: z.number().int(),
  protected: z.number().int(),
  waiting: z.number().int(),
  paused: z.number().int(),
  needsYouCount: z.number().int(),
  /** Most urgent first, at most 20. */
  needsYou: z.array(NeedsYouDto),
});
export type FleetSummaryDto = z.infer<typeof FleetSummaryDto>;

/** One row of the heat map. */
export const BackupDaysDto = z.object({
  instance: z.object({
    /** Ours, `ins_…`. */
    id: z.string(),
    /** EC2's, `i-…`. */
    instanceId: z.string(),
    /** The Name tag: hostile text, empty when there is none. */
    name: z.string(),
    region: z.string(),
    /** The 12 digits. */
    accountId: z.string(),
  }),
  health: z.enum(HEALTH_STATUSES),
  /** One letter for each day from `fromDay` on: o available, m mixed, x failed or missed, s skipped, - nothing. */
  codes: z.string(),
});
export type BackupDaysDto = z.infer<typeof BackupDaysDto>;

export const BackupDaysPage = pageOf(BackupDaysDto).extend({
  /** `yyyy-mm-dd`, UTC: the first of the days; the last is today. */
  fromDay: z.string(),
});
export type BackupDaysPage = z.infer<typeof BackupDaysPage>;

/** As much of an instance as a selection keeps. */
export const InstanceHandleDto = z.object({
  id: z.string(),
  /** Its name, or EC2's id where it has none: hostile text. */
  label: z.string(),
});
export type InstanceHandleDto = z.infer<typeof InstanceHandleDto>;

/** While somebody types: instances by name and id, and tags that narrow the list. */
export const InstanceSuggestionsDto = z.object({
  instances: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      instanceId: z.string(),
      region: z.string(),
      accountId: z.string(),
    }),
  ),
  tags: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
});
export type InstanceSuggestionsDto = z.infer<typeof InstanceSuggestionsDto>;

const NamedDto = z.object({ id: z.string(), name: z.string() });

/** What a list of instances can be narrowed by, from the instances there are. */
export const InstanceFacetsDto = z.object({
  accounts: z.array(z.object({ accountId: z.string(), count: z.number().int() })),
  regions: z.array(z.object({ region: z.string(), count: z.number().int() })),
  states: z.array(z.object({ state: z.enum(INSTANCE_STATES), count: z.number().int() })),
  schedules: z.array(NamedDto),
  /** The shared ones. */
  policies: z.array(NamedDto),
  credentials: z.array(NamedDto),
});
export type InstanceFacetsDto = z.infer<typeof InstanceFacetsDto>;

/** One entry of what was done to an instance, by whom. */
export const InstanceHistoryDto = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorType: z.enum(ACTOR_TYPES),
  actorName: z.string(),
  /** Dotted, for example `instance.pause`. */
  action: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type InstanceHistoryDto = z.infer<typeof InstanceHistoryDto>;
