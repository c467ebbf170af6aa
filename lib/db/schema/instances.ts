import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { flag, instant, json } from "../columns";
import { accounts, credentials } from "./accounts";
import { BACKUP_STATUSES, INSTANCE_STATES, SCHEDULERS } from "./constants";
import { retentionPolicies } from "./retention";

export const instances = sqliteTable(
  "instances",
  {
    id: text("id").primaryKey(),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    credentialId: text("credential_id").references(() => credentials.id),
    region: text("region").notNull(),
    /** EC2's id, `i-…`. */
    instanceId: text("instance_id").notNull(),
    /** The Name tag as AWS gave it: hostile text. */
    name: text("name").notNull().default(""),
    tags: json<Record<string, string>>("tags").notNull(),
    state: text("state", { enum: INSTANCE_STATES }).notNull(),
    instanceType: text("instance_type"),
    platform: text("platform"),
    volumeCount: integer("volume_count"),
    volumeGiB: integer("volume_gib"),
    paused: flag("paused").notNull().default(false),
    /** Who is to start its scheduled backups; its links say who does. */
    scheduler: text("scheduler", { enum: SCHEDULERS }).notNull().default("local"),
    /** False is AWS's NoReboot=true: crash-consistent, the instance keeps running. */
    rebootOnBackup: flag("reboot_on_backup").notNull().default(false),
    retentionPolicyId: text("retention_policy_id").references(() => retentionPolicies.id),
    /** Kept current by the writes that change them, so that no page counts backup rows. */
    lastGoodBackupId: text("last_good_backup_id"),
    lastGoodAt: instant("last_good_at"),
    lastEndedBackupId: text("last_ended_backup_id"),
    lastEndedStatus: text("last_ended_status", { enum: BACKUP_STATUSES }),
    lastEndedAt: instant("last_ended_at"),
    nextDueAt: instant("next_due_at"),
    /** The newest due moment that has passed, written by the tick. */
    lastDueAt: instant("last_due_at"),
    /** The due moment that is past its grace without a good ending, written by the ledger check. */
    overdueSinceAt: instant("overdue_since_at"),
    availableCount: integer("available_count").notNull().default(0),
    /** Full size of those, at most; counted anew once a day. */
    availableBytes: integer("available_bytes").notNull().default(0),
    /** When somebody last gave it another policy, schedule or zone. */
    retentionChangedAt: instant("retention_changed_at").notNull().default(0),
    /** Its last sweep: one older than the last edit makes the next one the first after it. */
    retentionSweptAt: instant("retention_swept_at"),
    /** A removed instance's backups stay unless the person chose that their policy goes on. */
    retentionAfterRemoval: flag("retention_after_removal").notNull().default(false),
    seenAt: instant("seen_at"),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    uniqueIndex("instances_account_region_instance").on(t.accountRef, t.region, t.instanceId),
    index("instances_protected")
      .on(t.accountRef, t.region, t.instanceId, t.removedAt)
      .where(sql`${t.removedAt} is null`),
    index("instances_credential").on(t.credentialId),
    index("instances_eventbridge")
      .on(t.accountRef, t.region)
      .where(sql`${t.scheduler} = 'eventbridge'`),
    index("instances_created").on(t.createdAt, t.id),
    index("instances_next_due").on(t.nextDueAt),
    index("instances_overdue")
      .on(t.overdueSinceAt)
      .where(sql`${t.overdueSinceAt} is not null`),
    // What the list sorts by, word for word as in list-instances.repo.ts; drizzle-kit cuts an
    // expression at its commas.
    index("instances_by_name")
      .on(sql`lower(name)`, t.id)
      .where(sql`${t.removedAt} is null`),
    index("instances_by_last_good")
      .on(sql`case when last_good_at is null then 0 else last_good_at end`, t.id)
      .where(sql`${t.removedAt} is null`),
    index("instances_by_next_due")
      .on(sql`case when next_due_at is null then 9007199254740991 else next_due_at end`, t.id)
      .where(sql`${t.removedAt} is null`),
    index("instances_by_region")
      .on(t.region, t.id)
      .where(sql`${t.removedAt} is null`),
    index("instances_by_state")
      .on(t.state, t.id)
      .where(sql`${t.removedAt} is null`),
    index("instances_by_policy").on(t.retentionPolicyId),
    index("instances_by_ec2_id").on(t.instanceId),
  ],
);

/** `instances.tags` once more, a row each, kept by the same writes: what a filter can look up. */
export const instanceTags = sqliteTable(
  "instance_tags",
  {
    instanceRef: text("instance_ref")
      .notNull()
      .references(() => instances.id),
    /** AWS's text, verbatim: hostile. */
    key: text("key").notNull(),
    value: text("value").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.instanceRef, t.key] }),
    index("instance_tags_key_value").on(t.key, t.value, t.instanceRef),
    index("instance_tags_value").on(sql`lower(value)`, t.instanceRef),
  ],
);

/** One row per instance and UTC day: the heat map reads these, never the backups. */
export const instanceDays = sqliteTable(
  "instance_days",
  {
    id: text("id").primaryKey(),
    instanceRef: text("instance_ref")
      .notNull()
      .references(() => instances.id),
    /** `yyyy-mm-dd` of the due moment, UTC. */
    day: text("day").notNull(),
    available: integer("available").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    missed: integer("missed").notNull().default(0),
    skipped: integer("skipped").notNull().default(0),
  },
  (t) => [uniqueIndex("instance_days_instance_day").on(t.instanceRef, t.day)],
);
