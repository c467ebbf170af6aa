/** Enumerations shared by tables, zod schemas and the browser. This file imports nothing. */

export const CREDENTIAL_KINDS = ["access_key", "session", "assume_role"] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

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

export const ACTOR_TYPES = ["user", "token", "system", "cli", "anonymous"] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];
