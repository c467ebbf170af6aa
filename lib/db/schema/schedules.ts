import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json } from "../columns";
import { backups } from "./backups";
import { SCHEDULERS } from "./constants";
import { instances } from "./instances";

export const schedules = sqliteTable(
  "schedules",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** Canonical five-field cron. */
    cron: text("cron").notNull(),
    /** IANA zone. */
    zone: text("zone").notNull(),
    /** How the person said it (a preset), for the form; null for plain cron. */
    preset: json<Record<string, unknown>>("preset"),
    enabled: flag("enabled").notNull().default(true),
    /** Min(4 h, the schedule's smallest interval) unless a person set less. */
    startWindowMs: integer("start_window_ms").notNull(),
    /** Starts are spread over so long after the due moment, by a stable hash of the instance. */
    spreadMs: integer("spread_ms").notNull().default(0),
    isDefault: flag("is_default").notNull().default(false),
    /** Named after its own words, for instances that were given a text; goes with its last link. */
    autoNamed: flag("auto_named").notNull().default(false),
    /** Counts the edits that move due moments; a link planned by an older one is stale. */
    version: integer("version").notNull().default(1),
    /** When the last of them was; a moment due before it stays due. */
    timingChangedAt: instant("timing_changed_at").notNull().default(0),
    /** False from such an edit until every link was planned anew. */
    aligned: flag("aligned").notNull().default(true),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("schedules_live_name")
      .on(t.name)
      .where(sql`${t.deletedAt} is null`),
    uniqueIndex("schedules_one_default")
      .on(t.isDefault)
      .where(sql`${t.isDefault} = 1`),
    index("schedules_unaligned")
      .on(t.id)
      .where(sql`${t.aligned} = 0`),
    index("schedules_timing").on(t.cron, t.zone),
  ],
);

/** Times in which no scheduled backup starts. */
export const exclusionWindows = sqliteTable(
  "exclusion_windows",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** Null holds for every schedule. */
    scheduleId: text("schedule_id").references(() => schedules.id),
    /** Again and again: canonical five-field cron of the beginnings, in `zone`; null for once. */
    cron: text("cron"),
    zone: text("zone").notNull(),
    /** Once: the beginning. */
    startsAt: instant("starts_at"),
    durationMs: integer("duration_ms").notNull(),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    index("exclusion_windows_schedule").on(t.scheduleId),
    uniqueIndex("exclusion_windows_live_name")
      .on(t.name)
      .where(sql`${t.deletedAt} is null`),
  ],
);

export const scheduleLinks = sqliteTable(
  "schedule_links",
  {
    id: text("id").primaryKey(),
    scheduleId: text("schedule_id")
      .notNull()
      .references(() => schedules.id),
    instanceRef: text("instance_ref")
      .notNull()
      .references(() => instances.id),
    /** Who fires its moments: see docs/decisions/0023. */
    scheduler: text("scheduler", { enum: SCHEDULERS }).notNull().default("local"),
    /** AWS fires moments from here on; earlier ones are ours. */
    awsFromAt: instant("aws_from_at"),
    /** The schedule's version that AWS has. */
    awsVersion: integer("aws_version"),
    /** Null while nothing is due: paused, disabled or removed. */
    nextDueAt: instant("next_due_at"),
    pausedAt: instant("paused_at"),
    /** The schedule's version that `nextDueAt` follows. */
    plannedVersion: integer("planned_version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("schedule_links_pair").on(t.scheduleId, t.instanceRef),
    index("schedule_links_instance").on(t.instanceRef),
    index("schedule_links_next_due").on(t.nextDueAt, t.id),
    // When a schedule next asks for something: one seek, however many follow it.
    index("schedule_links_schedule_due").on(t.scheduleId, t.nextDueAt),
  ],
);

/**
 * The ledger: one row per link and due moment, exactly one of them in the future.
 * How it went is the status of its backup; rows for a range of missed moments have a count.
 */
export const occurrences = sqliteTable(
  "occurrences",
  {
    id: text("id").primaryKey(),
    linkId: text("link_id")
      .notNull()
      .references(() => scheduleLinks.id),
    instanceRef: text("instance_ref")
      .notNull()
      .references(() => instances.id),
    dueAt: instant("due_at").notNull(),
    backupId: text("backup_id")
      .notNull()
      .references(() => backups.id),
    /** How many due moments this row stands for; more than one only in a range of missed ones. */
    count: integer("count").notNull().default(1),
    /** The last due moment of a range. */
    rangeEndAt: instant("range_end_at"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("occurrences_link_due").on(t.linkId, t.dueAt),
    index("occurrences_backup").on(t.backupId),
    index("occurrences_due").on(t.dueAt),
  ],
);
