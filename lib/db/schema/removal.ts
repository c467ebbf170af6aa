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
import { PLAN_ITEM_STATUSES, PLAN_KINDS, PLAN_STATUSES, REMOVAL_MODES } from "./constants";

/** A removal with proof: gathered, reviewed, applied. */
export const plans = sqliteTable(
  "plans",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: PLAN_KINDS }).notNull(),
    status: text("status", { enum: PLAN_STATUSES }).notNull(),
    /** What it is about, one line. */
    title: text("title").notNull(),
    /** Applied without a person, unless a breaker stops it. */
    automatic: flag("automatic").notNull().default(false),
    /** Why a person is asked although it is automatic. */
    breakerReason: text("breaker_reason"),
    statusReason: text("status_reason"),
    itemCount: integer("item_count").notNull().default(0),
    /** Full size, at most. */
    sizeBytes: integer("size_bytes").notNull().default(0),
    requestedBy: text("requested_by"),
    /** The plan that has the rest of what was asked for, once this one is full. */
    continuedBy: text("continued_by"),
    /** Who said yes; null when it applied itself. */
    appliedBy: text("applied_by"),
    createdAt: instant("created_at").notNull(),
    readyAt: instant("ready_at"),
    appliedAt: instant("applied_at"),
    endedAt: instant("ended_at"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("plans_created").on(t.createdAt, t.id),
    index("plans_open")
      .on(t.status)
      .where(sql`${t.status} in ('gathering', 'waiting', 'applying')`),
  ],
);

/** A reference that AWS knows of, or a protection: what speaks against a removal. */
export interface RemovalEvidence {
  /** `instance`, `launch_template`, `launch_configuration`, `ssm_parameter`, … */
  kind: string;
  /** AWS's id, ARN or name of what refers to the image. */
  id: string;
  detail?: string;
}

export const planItems = sqliteTable(
  "plan_items",
  {
    id: text("id").primaryKey(),
    planId: text("plan_id")
      .notNull()
      .references(() => plans.id),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    /** Null for what no record knows. */
    backupId: text("backup_id"),
    /** `backups.instanceRef`; null for what no record knows. */
    instanceRef: text("instance_ref"),
    imageId: text("image_id"),
    /** To be removed with the image, or by themselves. */
    snapshotIds: json<string[]>("snapshot_ids").notNull(),
    mode: text("mode", { enum: REMOVAL_MODES }).notNull(),
    status: text("status", { enum: PLAN_ITEM_STATUSES }).notNull(),
    /** Why it may go, one sentence: the rule that releases it. */
    rule: text("rule").notNull(),
    /** Backups that stay and whose availability justifies this removal. */
    survivorIds: json<string[]>("survivor_ids").notNull(),
    /** What speaks against it; empty when nothing does. */
    evidence: json<RemovalEvidence[]>("evidence").notNull(),
    /** What was looked for, so that silence means something. */
    checked: json<string[]>("checked").notNull(),
    evidenceAt: instant("evidence_at"),
    sizeBytes: integer("size_bytes"),
    outcome: text("outcome"),
    endedAt: instant("ended_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("plan_items_plan").on(t.planId, t.status, t.id),
    // Whether a person sees something of it, and all of it, without its rows.
    index("plan_items_plan_account").on(t.planId, t.accountRef),
    // An object is in one open plan at a time.
    uniqueIndex("plan_items_open_backup")
      .on(t.backupId)
      .where(sql`${t.status} in ('gathering', 'ready', 'applying') and ${t.backupId} is not null`),
    index("plan_items_image").on(t.imageId),
    // Few at any time, however many have ended.
    index("plan_items_applying")
      .on(t.planId)
      .where(sql`${t.status} = 'applying'`),
  ],
);

/** An instance of which a plan is to have every image: what was listed of it so far. */
export const planSources = sqliteTable(
  "plan_sources",
  {
    planId: text("plan_id")
      .notNull()
      .references(() => plans.id),
    instanceRef: text("instance_ref").notNull(),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    /** What became available later was not asked for. */
    askedAt: instant("asked_at").notNull(),
    /** The last backup that was listed; null before the first. */
    afterDueAt: instant("after_due_at"),
    afterId: text("after_id"),
    /** Everything of it that this plan has is listed. */
    listedAt: instant("listed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.instanceRef] }),
    index("plan_sources_instance").on(t.instanceRef, t.planId),
  ],
);
