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
import { accounts } from "./accounts";
import { FINDING_KINDS } from "./constants";

/** One look over everything in an account and region. */
export const reconcileRuns = sqliteTable(
  "reconcile_runs",
  {
    id: text("id").primaryKey(),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    startedAt: instant("started_at").notNull(),
    /** Null while it runs, or when its process died. */
    endedAt: instant("ended_at"),
    requestedBy: text("requested_by"),
    imageCount: integer("image_count").notNull().default(0),
    snapshotCount: integer("snapshot_count").notNull().default(0),
    callCount: integer("call_count").notNull().default(0),
    /** By kind of finding or act: how many. */
    counts: json<Record<string, number>>("counts").notNull(),
    error: text("error"),
  },
  (t) => [
    index("reconcile_runs_place").on(t.accountRef, t.region, t.startedAt),
    index("reconcile_runs_started").on(t.startedAt, t.id),
  ],
);

/** A difference between AWS and the records that was not mended by itself. */
export const findings = sqliteTable(
  "findings",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: FINDING_KINDS }).notNull(),
    /** What exactly, for example `tags_lost`: a row of the table in lib/reconcile. */
    code: text("code").notNull().default(""),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    /** AWS's id of the image or snapshot. */
    resourceId: text("resource_id").notNull(),
    backupId: text("backup_id"),
    instanceId: text("instance_id"),
    /** Whose it is, when not ours. */
    owner: text("owner"),
    /** What is the matter, one sentence. */
    message: text("message").notNull(),
    /** What mends it, one sentence. */
    repair: text("repair").notNull(),
    snapshotIds: json<string[]>("snapshot_ids").notNull(),
    sizeBytes: integer("size_bytes"),
    resourceCreatedAt: instant("resource_created_at"),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    resolvedAt: instant("resolved_at"),
    resolution: text("resolution"),
    /** A person wants to hear no more of it; it stays open until the difference is gone. */
    ignoredAt: instant("ignored_at"),
    ignoredBy: text("ignored_by"),
    /** The clean-up plan that lists it. */
    planId: text("plan_id"),
  },
  (t) => [
    uniqueIndex("findings_open")
      .on(t.accountRef, t.region, t.kind, t.resourceId)
      .where(sql`${t.resolvedAt} is null`),
    index("findings_seen").on(t.firstSeenAt, t.id),
    index("findings_resource").on(t.resourceId),
    // What pages count, and how a pass walks what is open in its place.
    index("findings_open_kind")
      .on(t.kind, t.accountRef)
      .where(sql`${t.resolvedAt} is null`),
  ],
);

/** Images of the account that are not ours, as the last whole pass saw them. Nothing here touches one. */
export const foreignImages = sqliteTable(
  "foreign_images",
  {
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    /** AWS's id. */
    imageId: text("image_id").notNull(),
    /** Hostile text, as are description and tags. */
    name: text("name").notNull(),
    /** Who made it, by its tags; empty when nobody put a name to it. */
    owner: text("owner").notNull(),
    description: text("description").notNull(),
    /** AWS's own word. */
    state: text("state").notNull(),
    isPublic: flag("is_public").notNull(),
    sourceInstanceId: text("source_instance_id"),
    /** The volumes' sizes: full size, at most. */
    sizeBytes: integer("size_bytes"),
    tags: json<Record<string, string>>("tags").notNull(),
    /** AWS's CreationDate; when it was first seen, where AWS tells none. */
    createdAt: instant("created_at").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    /** The pass that saw it last. */
    seenByRun: text("seen_by_run").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountRef, t.region, t.imageId] }),
    index("foreign_images_created").on(t.createdAt, t.imageId),
    index("foreign_images_account").on(t.accountRef, t.createdAt, t.imageId),
    index("foreign_images_region").on(t.region, t.createdAt, t.imageId),
    index("foreign_images_owner").on(t.owner, t.createdAt, t.imageId),
    index("foreign_images_image").on(t.imageId),
  ],
);
