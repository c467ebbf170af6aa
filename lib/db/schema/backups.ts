import { sql, type SQL } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { flag, instant, json } from "../columns";
import { accounts } from "./accounts";
import {
  ATTEMPT_STATUSES,
  BACKUP_KINDS,
  BACKUP_STATUSES,
  REMOVAL_MODES,
  SCHEDULERS,
} from "./constants";
import { instances } from "./instances";

export const backups = sqliteTable(
  "backups",
  {
    id: text("id").primaryKey(),
    /** The value of tag `amivault:backup`: the image name's hash without the attempt. */
    key: text("key").notNull(),
    instanceRef: text("instance_ref")
      .notNull()
      .references(() => instances.id),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    instanceId: text("instance_id").notNull(),
    kind: text("kind", { enum: BACKUP_KINDS }).notNull(),
    /** Who starts it; `eventbridge` once its moment has come and was AWS's. */
    scheduler: text("scheduler", { enum: SCHEDULERS }).notNull().default("local"),
    /** The due moment of a scheduled backup, the request's instant of a manual one. */
    dueAt: instant("due_at").notNull(),
    requestId: text("request_id"),
    requestedBy: text("requested_by"),
    description: text("description").notNull().default(""),
    reboot: flag("reboot").notNull().default(false),
    /** Written by lib/backups/change-status.ts alone. */
    status: text("status", { enum: BACKUP_STATUSES }).notNull(),
    /** Why it is in this status, in words a person can act on. */
    statusReason: text("status_reason"),
    /** AWS's or our own error code behind `statusReason`. */
    statusCode: text("status_code"),
    suggestion: text("suggestion"),
    /** Nothing is sent to AWS after this instant. */
    startWindowEndsAt: instant("start_window_ends_at").notNull(),
    /** The exclusion window that made it end so early; null when its schedule alone says so. */
    startWindowCutBy: text("start_window_cut_by"),
    /** When to act or look again; null when nothing is to be done by itself any more. */
    notBeforeAt: instant("not_before_at"),
    leaseToken: text("lease_token"),
    leaseExpiresAt: instant("lease_expires_at"),
    attemptNumber: integer("attempt_number").notNull().default(1),
    imageId: text("image_id"),
    imageName: text("image_name"),
    /** AWS's own word; ours is `status`. */
    imageState: text("image_state"),
    imageCreatedAt: instant("image_created_at"),
    imageSeenAt: instant("image_seen_at"),
    progressPercent: integer("progress_percent"),
    /** FullSnapshotSizeInBytes summed, or the volumes' sizes: full size, at most. */
    sizeBytes: integer("size_bytes"),
    queuedAt: instant("queued_at"),
    startedAt: instant("started_at"),
    pendingAt: instant("pending_at"),
    endedAt: instant("ended_at"),
    heldAt: instant("held_at"),
    heldBy: text("held_by"),
    heldReason: text("held_reason"),
    keepUntil: instant("keep_until"),
    /** Another live image with this backup's tag: a person decides which one stays. */
    secondImageId: text("second_image_id"),
    /** Seen once as missing from AWS; gone after a second sighting 10 minutes later. */
    missingSinceAt: instant("missing_since_at"),
    /** Set with `deleting`: what is being taken away of it. */
    removalMode: text("removal_mode", { enum: REMOVAL_MODES }),
    /** The plan's item that removes it; null for one that a person removes by itself. */
    removalItemId: text("removal_item_id"),
    /** Set with `deleting`: the backups that stay and whose images must be seen before every send. */
    removalSurvivorIds: json<string[]>("removal_survivor_ids"),
    /** The first instant a DeregisterImage for it can have been signed. */
    deregisterSentAt: instant("deregister_sent_at"),
    /** Since when AWS no longer has its image, by its own word. */
    imageRemovedAt: instant("image_removed_at"),
    /** Since when AWS has the tag `amivault:hold`; 0 while it may have it, null while it has not. */
    holdTaggedAt: instant("hold_tagged_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("backups_key").on(t.key),
    index("backups_instance_due").on(t.instanceRef, t.dueAt, t.id),
    index("backups_status_due").on(t.status, t.dueAt, t.id),
    // How lists walk what is past, newest first: see backup-walks.repo.ts. Partial, so that moments to
    // come stand in no list's way, and no other query takes one of them for its own.
    index("backups_due")
      .on(t.dueAt, t.id)
      .where(sql`${t.status} <> 'expected'`),
    index("backups_account_due")
      .on(t.accountRef, t.status, t.dueAt, t.id)
      .where(sql`${t.status} <> 'expected'`),
    index("backups_region_due")
      .on(t.region, t.status, t.dueAt, t.id)
      .where(sql`${t.status} <> 'expected'`),
    index("backups_kind_due")
      .on(t.kind, t.dueAt, t.id)
      .where(sql`${t.kind} <> 'scheduled'`),
    index("backups_held_due")
      .on(t.dueAt, t.id)
      .where(sql`${t.heldAt} is not null`),
    index("backups_image").on(t.imageId),
    index("backups_second_image")
      .on(t.secondImageId)
      .where(sql`${t.secondImageId} is not null`),
    // Partial, so that what the engine asks every second never grows with the history.
    index("backups_not_before")
      .on(t.notBeforeAt)
      .where(sql`${t.notBeforeAt} is not null`),
    // How the tick walks what is queued, in the order in which it hands it out. The plus is for
    // whoever asks: without statistics SQLite prefers `backups_status_due` to any other equality.
    index("backups_queued")
      .on(t.accountRef, t.region, t.dueAt, t.id, t.notBeforeAt, t.startWindowEndsAt)
      .where(sql`+${t.status} = 'queued'`),
    // What waits for a look at AWS, by place: each is asked for its own, every few seconds.
    index("backups_looked_at")
      .on(t.accountRef, t.region, t.notBeforeAt, t.id)
      .where(
        sql`+${t.status} in ('expected', 'pending', 'creating', 'failed', 'missed') and ${t.leaseToken} is null and ${t.notBeforeAt} is not null`,
      ),
    index("backups_unfinished")
      .on(t.instanceRef, t.status)
      .where(sql`${t.status} in ('queued', 'creating', 'pending')`),
    index("backups_image_name").on(t.imageName),
    index("backups_deleting")
      .on(t.instanceRef)
      .where(sql`${t.status} = 'deleting'`),
    index("backups_hold_tag")
      .on(t.accountRef, t.region)
      .where(
        sql`(${t.heldAt} is not null and coalesce(${t.holdTaggedAt}, 0) = 0) or (${t.heldAt} is null and ${t.holdTaggedAt} is not null)`,
      ),
    // How reconcile walks what should be in a place.
    index("backups_present")
      .on(t.accountRef, t.region, t.id)
      .where(sql`${t.status} = 'available'`),
    // What of it the last pass did not see.
    index("backups_missing")
      .on(t.accountRef, t.region, t.missingSinceAt, t.id)
      .where(sql`${t.status} = 'available' and ${t.missingSinceAt} is not null`),
    // Covers what retention reads of an instance's images.
    index("backups_retention")
      .on(t.instanceRef, t.imageCreatedAt)
      .where(sql`${t.status} = 'available'`),
  ],
);

export const attempts = sqliteTable(
  "attempts",
  {
    id: text("id").primaryKey(),
    backupId: text("backup_id")
      .notNull()
      .references(() => backups.id),
    number: integer("number").notNull(),
    imageName: text("image_name").notNull(),
    status: text("status", { enum: ATTEMPT_STATUSES }).notNull(),
    sendCount: integer("send_count").notNull().default(0),
    firstSentAt: instant("first_sent_at"),
    /** The latest instant the last CreateImage can have been signed; AWS refuses it 5 minutes later. */
    lastSentAt: instant("last_sent_at"),
    lookedUpAt: instant("looked_up_at"),
    lookupCount: integer("lookup_count").notNull().default(0),
    /** First time the name was seen taken by an image without our tags. */
    untaggedSinceAt: instant("untagged_since_at"),
    /** Since when a send of this attempt may have taken effect unheard; never cleared. */
    unconfirmedAt: instant("unconfirmed_at"),
    imageId: text("image_id"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    awsRequestId: text("aws_request_id"),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("attempts_backup_number").on(t.backupId, t.number),
    uniqueIndex("attempts_image_name").on(t.imageName),
  ],
);

export const snapshots = sqliteTable(
  "snapshots",
  {
    id: text("id").primaryKey(),
    backupId: text("backup_id")
      .notNull()
      .references(() => backups.id),
    /** The image it belongs to: a failed attempt's snapshots stay listed beside the good one's. */
    imageId: text("image_id"),
    snapshotId: text("snapshot_id").notNull(),
    volumeId: text("volume_id"),
    device: text("device"),
    sizeGiB: integer("size_gib"),
    fullSizeBytes: integer("full_size_bytes"),
    encrypted: flag("encrypted"),
    /** AWS's own word. */
    state: text("state"),
    progressPercent: integer("progress_percent"),
    stateMessage: text("state_message"),
    /** When to chase it again: its backup is removed, and AWS still holds it. Null: not chased. */
    chaseAt: instant("chase_at"),
    chaseCount: integer("chase_count").notNull().default(0),
    deletedAt: instant("deleted_at"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("snapshots_backup_snapshot").on(t.backupId, t.snapshotId),
    index("snapshots_snapshot").on(t.snapshotId),
    index("snapshots_chase")
      .on(t.chaseAt)
      .where(sql`${t.chaseAt} is not null`),
  ],
);

export const backupEvents = sqliteTable(
  "backup_events",
  {
    id: text("id").primaryKey(),
    backupId: text("backup_id")
      .notNull()
      .references(() => backups.id),
    at: instant("at").notNull(),
    /** Dotted, for example `status.pending`, `attempt.sent`, `lookup.empty`. */
    type: text("type").notNull(),
    message: text("message").notNull(),
    data: json<Record<string, unknown>>("data"),
  },
  (t) => [index("backup_events_backup").on(t.backupId, t.at, t.id)],
);

/** Tags that people gave a backup, here or in AWS, which has them on its image. */
export const backupTags = sqliteTable(
  "backup_tags",
  {
    backupId: text("backup_id")
      .notNull()
      .references(() => backups.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    value: text("value").notNull(),
    /** Its backup's, for lists: a due moment never changes. */
    dueAt: instant("due_at").notNull(),
    setAt: instant("set_at").notNull(),
    /** Since when AWS has it so; null while nobody knows, as an answer was lost. */
    confirmedAt: instant("confirmed_at"),
    /** AWS was asked to take it away and has not said that it did. */
    removing: flag("removing").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.backupId, t.key] }),
    index("backup_tags_value").on(t.key, t.value, t.dueAt, t.backupId),
    index("backup_tags_key").on(t.key, t.dueAt, t.backupId),
    index("backup_tags_unsure").on(t.backupId).where(isUnsure(t)),
  ],
);

/** Nobody knows yet what AWS made of it; word for word as the partial index has it. */
export function isUnsure(t: { confirmedAt: AnySQLiteColumn; removing: AnySQLiteColumn }): SQL {
  return sql`(${t.confirmedAt} is null or ${t.removing} = 1)`;
}
