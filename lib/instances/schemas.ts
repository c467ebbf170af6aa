import { z } from "zod";
import { StartBackupBody } from "#lib/backups/schemas";
import { BulkIds } from "#lib/bulk";
import { RegionName } from "#lib/credentials/schemas";
import { INSTANCE_STATES, SCHEDULERS } from "#lib/db/schema/constants";
import { isCursorOf, OTHER_ORDER, pageQuery } from "#lib/paging";
import { InstanceScheduleChoice } from "#lib/schedules/schemas";
import { HEALTH_STATUSES } from "./instance-health.pure";

const Id = z.string().trim().min(1).max(64);

/** The shape alone; whether it exists is asked of AWS. */
export const Ec2InstanceId = z
  .string({ error: "Type the instance's id." })
  .trim()
  .min(1, { error: "Type the instance's id.", abort: true })
  .regex(
    /^i-([0-9a-f]{8}|[0-9a-f]{17})$/,
    "An instance id is i- and 8 or 17 of 0-9 and a-f, for example i-0123456789abcdef0.",
  );

export const CheckInstanceInput = z.object({
  credentialId: z
    .string({ error: "Choose a credential." })
    .trim()
    .min(1, { error: "Choose a credential.", abort: true })
    .max(64),
  region: RegionName,
  instanceId: Ec2InstanceId,
});
export type CheckInstanceInput = z.input<typeof CheckInstanceInput>;

/** `none`: nothing is backed up by itself. */
const ScheduleChoice = z.union([z.literal("none"), InstanceScheduleChoice]);
const SCHEDULES_MAX = 10;
const ScheduleChoices = z
  .array(InstanceScheduleChoice)
  .max(SCHEDULES_MAX, `An instance has at most ${SCHEDULES_MAX} schedules.`);

const ONE_OF_BOTH = {
  path: ["schedules"],
  error: "Give schedule or schedules, not both.",
};
function saysOne(input: { schedule?: unknown; schedules?: unknown }): boolean {
  return input.schedule === undefined || input.schedules === undefined;
}

export const AddInstanceInput = z
  .strictObject({
    ...CheckInstanceInput.shape,
    /** The default schedule where neither is said. */
    schedule: ScheduleChoice.optional(),
    schedules: ScheduleChoices.optional(),
    /** True stops the instance for a moment, so that its disks are consistent; as the settings say unless given. */
    rebootOnBackup: z.boolean().optional(),
  })
  .refine(saysOne, ONE_OF_BOTH);
export type AddInstanceInput = z.input<typeof AddInstanceInput>;

const InstanceChanges = {
  rebootOnBackup: z.boolean().optional(),
  /** Replaces all schedules there were. */
  schedule: ScheduleChoice.optional(),
  schedules: ScheduleChoices.optional(),
  /** Null follows the default policy. */
  retentionPolicyId: Id.nullable().optional(),
  /** Another one of the same account. */
  credentialId: Id.optional(),
  paused: z.boolean().optional(),
  /** Who starts its scheduled backups: AMIVault, or AWS itself, also while AMIVault is down. */
  scheduler: z.enum(SCHEDULERS, { error: "Use local or eventbridge." }).optional(),
};

/** The body of PATCH /api/instances/{id}. */
export const UpdateInstanceBody = z
  .strictObject(InstanceChanges)
  .refine(saysOne, ONE_OF_BOTH)
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Say what to change: rebootOnBackup, schedule, schedules, retentionPolicyId, credentialId, paused or scheduler.",
  );
export type UpdateInstanceBody = z.input<typeof UpdateInstanceBody>;

export const UpdateInstanceInput = z
  .strictObject({ instanceId: Id, ...InstanceChanges })
  .refine(saysOne, ONE_OF_BOTH);
export type UpdateInstanceInput = z.input<typeof UpdateInstanceInput>;

/** `instanceId` is our own id, `ins_…`. */
export const InstanceRef = z.object({ instanceId: Id });
export type InstanceRef = z.infer<typeof InstanceRef>;

/** What becomes of a removed instance's backups; nothing of it deletes an image. */
export const BACKUPS_AFTER_REMOVAL = ["keep", "retention"] as const;
export type BackupsAfterRemoval = (typeof BACKUPS_AFTER_REMOVAL)[number];
const AfterRemoval = z.enum(BACKUPS_AFTER_REMOVAL).default("keep");

/** The query string of DELETE /api/instances/{id}. */
export const RemoveInstanceQuery = z.object({
  /** `keep`: all stay until a person removes them. `retention`: their policy goes on. */
  backups: AfterRemoval,
});
export const RemoveInstanceInput = InstanceRef.extend(RemoveInstanceQuery.shape);
export type RemoveInstanceInput = z.input<typeof RemoveInstanceInput>;

/** `ids` are our own, `ins_…`. */
export const BulkInstancesInput = z.strictObject({ ids: BulkIds });
export type BulkInstancesInput = z.input<typeof BulkInstancesInput>;

export const RemoveInstancesInput = z.strictObject({ ids: BulkIds, backups: AfterRemoval });
export type RemoveInstancesInput = z.input<typeof RemoveInstancesInput>;

/** Replaces all schedules there were; an empty list backs nothing up by itself. */
export const RescheduleInstancesInput = z.strictObject({
  ids: BulkIds,
  schedules: ScheduleChoices,
});
export type RescheduleInstancesInput = z.input<typeof RescheduleInstancesInput>;

/** Null follows the default policy; rules of their own that they had go. */
export const SetInstancesPolicyInput = z.strictObject({
  ids: BulkIds,
  retentionPolicyId: Id.nullable(),
});
export type SetInstancesPolicyInput = z.input<typeof SetInstancesPolicyInput>;

export const BackUpInstancesBody = z.strictObject({ ids: BulkIds, ...StartBackupBody.shape });
export const BackUpInstancesInput = BackUpInstancesBody.extend({
  /** The same key asks for the same backup of each. */
  idempotencyKey: z.string().min(1).max(255).optional(),
});
export type BackUpInstancesInput = z.input<typeof BackUpInstancesInput>;

export const INSTANCE_SORTS = [
  "name",
  "lastGood",
  "nextDue",
  "account",
  "region",
  "state",
] as const;
export type InstanceSort = (typeof INSTANCE_SORTS)[number];

/** What a list of instances is narrowed by; all of them together. */
const InstanceFilters = {
  /** The start of an EC2 id, part of a name, or a tag as `tag` takes it. */
  search: z.string().trim().max(200).optional(),
  /** accounts.id or the 12 digits. */
  account: z.string().trim().max(64).optional(),
  region: z.string().trim().max(40).optional(),
  /** `none`: no credential reaches it. */
  credentialId: Id.optional(),
  state: z.enum(INSTANCE_STATES).optional(),
  health: z.enum(HEALTH_STATUSES).optional(),
  /** A tag's key, or `key=value`, as AWS writes them. */
  tag: z.string().trim().max(400).optional(),
  /** A schedule's id; `none`: nothing is backed up by itself. */
  schedule: Id.optional(),
  /** Who is to start their scheduled backups. */
  scheduler: z.enum(SCHEDULERS).optional(),
  /** A retention policy's id; `default`, or `own` for rules of their own. */
  policy: Id.optional(),
};

const InstanceOrder = {
  sort: z.enum(INSTANCE_SORTS).default("name"),
  order: z.enum(["asc", "desc"]).default("asc"),
};

export const ListInstancesInput = pageQuery("instances")
  .extend({ ...InstanceFilters, ...InstanceOrder })
  .superRefine(({ cursor, ...order }, context) => {
    if (cursor === undefined || isCursorOf(cursor, orderOf(order))) return;
    context.addIssue({ code: "custom", path: ["cursor"], message: OTHER_ORDER });
  });

/** As the list's cursors name it. */
export function orderOf({ sort, order }: { sort: InstanceSort; order: "asc" | "desc" }): string {
  return `${sort} ${order}`;
}
export type ListInstancesInput = z.input<typeof ListInstancesInput>;

/** The day totals are kept for a quarter and more. */
const DAYS_MAX = 92;

export const ListBackupDaysInput = pageQuery("backup-days").extend({
  /** How many days back, today included, UTC. */
  days: z.coerce.number().int().min(1).max(DAYS_MAX).default(30),
  /** accounts.id or the 12 digits. */
  account: z.string().trim().max(64).optional(),
  region: z.string().trim().max(40).optional(),
  health: z.enum(HEALTH_STATUSES).optional(),
});
export type ListBackupDaysInput = z.input<typeof ListBackupDaysInput>;

/** How many a page of ids alone may hold. */
const HANDLES_MAX = 1_000;

/** The query string of GET /api/instances/ids: the list's own, but for its order. */
export const ListInstanceIdsQuery = pageQuery("instance-ids").extend({
  ...InstanceFilters,
  limit: z.coerce.number().int().min(1).max(HANDLES_MAX).default(HANDLES_MAX),
});
export type ListInstanceIdsQuery = z.input<typeof ListInstanceIdsQuery>;

/** The query string of GET /api/instances/suggestions. */
export const SuggestInstancesQuery = z.object({
  /** What was typed so far: of a name, an EC2 id or a tag. */
  text: z.string().trim().min(1).max(200),
});
export type SuggestInstancesQuery = z.input<typeof SuggestInstancesQuery>;

/** The query string of GET /api/instances/export: the list's own, whole. */
export const ExportInstancesQuery = z.object({
  ...InstanceFilters,
  ...InstanceOrder,
  /** Begin with a byte order mark, which Excel needs to read UTF-8. */
  bom: z.enum(["true", "false"]).default("false"),
});
export type ExportInstancesQuery = z.input<typeof ExportInstancesQuery>;

/** The query string of GET /api/instances/{id}/history. */
export const InstanceHistoryQuery = pageQuery("instance-history");
export const InstanceHistoryInput = InstanceHistoryQuery.extend(InstanceRef.shape);
export type InstanceHistoryInput = z.input<typeof InstanceHistoryInput>;
