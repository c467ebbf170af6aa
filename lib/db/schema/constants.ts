/** Enumerations shared by tables, zod schemas and the browser. This file imports nothing. */

/** `default_chain`: what the process itself has; nothing of it is stored. */
export const CREDENTIAL_KINDS = ["assume_role", "default_chain", "access_key", "session"] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const PERMISSION_STATES = ["allowed", "missing", "unknown"] as const;
export type PermissionState = (typeof PERMISSION_STATES)[number];

export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a one-time link is for: `invite` a new user, `reset` the password of one who is there. */
export const PASSWORD_LINK_PURPOSES = ["invite", "reset"] as const;
export type PasswordLinkPurpose = (typeof PASSWORD_LINK_PURPOSES)[number];

/** What can be guessed at. */
export const GUESS_KINDS = ["password", "code"] as const;
export type GuessKind = (typeof GUESS_KINDS)[number];

export const BACKUP_STATUSES = [
  "expected",
  "queued",
  "creating",
  "pending",
  "available",
  "failed",
  "missed",
  "skipped",
  "deleting",
  "deleted",
  "forgotten",
  "gone",
] as const;
export type BackupStatus = (typeof BACKUP_STATUSES)[number];

export const BACKUP_KINDS = ["scheduled", "manual", "adopted"] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

/** `unconfirmed`: sent, and nobody knows whether AWS acted. */
export const ATTEMPT_STATUSES = [
  "prepared",
  "sending",
  "unconfirmed",
  "accepted",
  "failed",
  "foreign",
] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

export const SCHEDULERS = ["local", "eventbridge"] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** AWS's objects that an instance on EventBridge needs, in the order in which they are made. */
export const EVENTBRIDGE_KINDS = [
  "function_role",
  "scheduler_role",
  "log_group",
  "function",
  "permission",
  "alarm",
  "state_rule",
  "schedule_group",
  "protect_tag",
  "rule",
  "schedule",
  "one_time",
] as const;
export type EventbridgeKind = (typeof EVENTBRIDGE_KINDS)[number];

/**
 * `waiting`: to be made, changed or removed; `settling`: AWS was asked and has not finished; `ready`: as
 * it is to be; `changed`, `missing`: somebody else did that, a person decides; `failed`: AWS refused,
 * and is asked again later.
 */
export const EVENTBRIDGE_STATES = [
  "waiting",
  "settling",
  "ready",
  "changed",
  "missing",
  "failed",
] as const;
export type EventbridgeState = (typeof EVENTBRIDGE_STATES)[number];

/** EC2's instance states, and `vanished` for one that AWS no longer lists. */
export const INSTANCE_STATES = [
  "pending",
  "running",
  "shutting-down",
  "terminated",
  "stopping",
  "stopped",
  "vanished",
] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** What became of a place, an account and region, in one look for instances. */
export const DISCOVERY_STATES = ["waiting", "running", "done", "failed"] as const;
export type DiscoveryState = (typeof DISCOVERY_STATES)[number];

/** How a rule reads a tag of an instance. */
export const TAG_TESTS = ["exists", "equals", "prefix", "absent"] as const;
export type TagTest = (typeof TAG_TESTS)[number];

export const ACTOR_TYPES = ["user", "token", "system", "cli", "callback", "anonymous"] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];

/** Acts of people that change nothing others would ask about; the indexes of what is told know them. */
export const UNTOLD_ACTIONS = [
  "session.start",
  "session.end",
  "session.refuse",
  "session.refuse_code",
  "session.refuse_proof",
  "session.prove",
  "channel.test",
  "credential.validate",
  "instance.validate",
  "user.change_password",
] as const;

/** What is taken away of a backup: `image` leaves its snapshots, `record` leaves everything in AWS. */
export const REMOVAL_MODES = ["record", "image", "image_and_snapshots"] as const;
export type RemovalMode = (typeof REMOVAL_MODES)[number];

export const PLAN_KINDS = ["retention", "bulk_delete", "clean_up"] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

/**
 * `gathering` looks for evidence, `waiting` is for a person to review, `applying` removes.
 * `expired`: nobody applied it while its evidence was worth anything.
 */
export const PLAN_STATUSES = [
  "gathering",
  "waiting",
  "applying",
  "applied",
  "cancelled",
  "expired",
  "failed",
] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** `blocked`: its evidence forbids it; `kept`: what justified it no longer held when it was applied. */
export const PLAN_ITEM_STATUSES = [
  "gathering",
  "ready",
  "blocked",
  "applying",
  "removed",
  "kept",
  "failed",
] as const;
export type PlanItemStatus = (typeof PLAN_ITEM_STATUSES)[number];

/** What reconcile found and a person may want to know or to mend. */
export const FINDING_KINDS = [
  "unknown_instance",
  "orphan_image",
  "orphan_snapshot",
  "foreign",
  "drift",
  "gone",
  "second_image",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const ALERT_SEVERITIES = ["warning", "critical"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const ALERT_STATUSES = ["open", "acknowledged", "closed"] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** `heartbeat`: a URL that is called on every healthy minute. */
export const CHANNEL_KINDS = ["email", "slack", "webhook", "heartbeat"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const DELIVERY_STATUSES = ["queued", "sending", "sent", "failed"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
