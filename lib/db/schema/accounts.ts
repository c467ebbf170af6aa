import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { flag, instant, json, sealed } from "../columns";
import { CREDENTIAL_KINDS, type PermissionState } from "./constants";

/** What AWS was asked about, and what it said. */
export interface CheckedPermissions extends CheckedPlace {
  checkedAt: number;
  /** The other regions in use; left out by checks before they were asked. */
  elsewhere?: ReadonlyArray<CheckedPlace>;
  /** Whether images are removed by themselves; left out by checks before it was asked. */
  removes?: boolean;
}

export interface CheckedPlace {
  region: string;
  /** By the name of the API’s action, `CreateImage`. */
  items: ReadonlyArray<CheckedPermission>;
  /** What EventBridge needs besides, by IAM's names; left out by checks before it was asked. */
  schedule?: { inUse: boolean; items: ReadonlyArray<CheckedPermission> };
}

interface CheckedPermission {
  action: string;
  state: PermissionState;
  note: string | null;
  /** AWS has not said whether it may: in time, or at all. What it said before may still be so. */
  unanswered?: true;
}

export const accounts = sqliteTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    /** The 12 digits AWS knows the account by. */
    accountId: text("account_id").notNull(),
    partition: text("partition").notNull(),
    name: text("name"),
    createdAt: instant("created_at").notNull(),
    /** A rebuilt or restored installation removes nothing until a person confirms the account. */
    retentionConfirmedAt: instant("retention_confirmed_at"),
  },
  (t) => [uniqueIndex("accounts_partition_account").on(t.partition, t.accountId)],
);

/** One row per account and UTC day: what automatic removal is measured by, and what was stored. */
export const accountDays = sqliteTable(
  "account_days",
  {
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    /** `yyyy-mm-dd`, UTC. */
    day: text("day").notNull(),
    /** Images that schedules made. */
    made: integer("made").notNull().default(0),
    /** Available images at the day's end, by now for today; null until housekeeping has counted them. */
    storedImages: integer("stored_images"),
    /** Their full size, at most. */
    storedBytes: integer("stored_bytes"),
  },
  (t) => [primaryKey({ columns: [t.accountRef, t.day] })],
);

export const credentials = sqliteTable(
  "credentials",
  {
    id: text("id").primaryKey(),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    name: text("name").notNull(),
    kind: text("kind", { enum: CREDENTIAL_KINDS }).notNull(),
    defaultRegion: text("default_region").notNull(),
    accessKeyIdLast4: text("access_key_id_last4"),
    /** JSON of access key id, secret access key and session token, sealed. */
    secret: sealed("secret"),
    /** For assumed roles: the saved credential that assumes it, unless `secret` holds keys. */
    sourceCredentialId: text("source_credential_id"),
    roleArn: text("role_arn"),
    externalId: text("external_id"),
    /** Of a role whose own keys are a session's; the kind `session` says it by itself. */
    hasSessionToken: flag("has_session_token").notNull().default(false),
    /** When a session's keys end, as far as its owner said so; null for keys that do not end. */
    expiresAt: instant("expires_at"),
    /** Rises with every change of keys, role or region: what AWS said before is about others. */
    keysVersion: integer("keys_version").notNull().default(1),
    callerArn: text("caller_arn"),
    validatedAt: instant("validated_at"),
    /** Null when the last validation succeeded. */
    validationError: text("validation_error"),
    /** What AWS last said about each permission that is needed; null since the keys changed. */
    permissions: json<CheckedPermissions>("permissions"),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("credentials_live_name")
      .on(t.name)
      .where(sql`${t.deletedAt} is null`),
    index("credentials_account").on(t.accountRef),
  ],
);
