import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json, sealed } from "../columns";
import { ALERT_SEVERITIES, ALERT_STATUSES, CHANNEL_KINDS, DELIVERY_STATUSES } from "./constants";

/** One per cause; what it befell are its members. */
export const alerts = sqliteTable(
  "alerts",
  {
    id: text("id").primaryKey(),
    /** What makes two of them one, for example `backups/<account>/<error>`. */
    cause: text("cause").notNull(),
    /** Dotted, for example `backups.overdue`. */
    kind: text("kind").notNull(),
    severity: text("severity", { enum: ALERT_SEVERITIES }).notNull(),
    status: text("status", { enum: ALERT_STATUSES }).notNull(),
    accountRef: text("account_ref"),
    title: text("title").notNull(),
    message: text("message").notNull(),
    suggestion: text("suggestion"),
    /** An application path. */
    link: text("link"),
    memberCount: integer("member_count").notNull().default(0),
    openedAt: instant("opened_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    closedAt: instant("closed_at"),
    closedReason: text("closed_reason"),
    /** How many times it was told from the first step on again. */
    round: integer("round").notNull().default(0),
    /** How many steps of channels have been told. */
    escalationStep: integer("escalation_step").notNull().default(0),
    /**
     * When the next step is told, or all of them again, unless somebody acknowledges; or when an
     * acknowledged one that befell more is opened again. Null when there is nobody to tell.
     */
    escalateAt: instant("escalate_at"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("alerts_open_cause")
      .on(t.cause)
      .where(sql`${t.closedAt} is null`),
    index("alerts_opened").on(t.openedAt, t.id),
    index("alerts_escalate")
      .on(t.escalateAt)
      .where(sql`${t.escalateAt} is not null`),
  ],
);

export const alertMembers = sqliteTable(
  "alert_members",
  {
    id: text("id").primaryKey(),
    alertId: text("alert_id")
      .notNull()
      .references(() => alerts.id),
    /** `instance`, `backup`, `credential`, `plan`, … */
    entityType: text("entity_type").notNull(),
    entityId: text("entity_id").notNull(),
    accountRef: text("account_ref"),
    message: text("message").notNull(),
    addedAt: instant("added_at").notNull(),
    /** It is well again; the alert closes with its last member. */
    clearedAt: instant("cleared_at"),
  },
  (t) => [
    uniqueIndex("alert_members_entity").on(t.alertId, t.entityType, t.entityId),
    // Only what is not well yet: asked at every backup that ends.
    index("alert_members_uncleared")
      .on(t.entityType, t.entityId)
      .where(sql`${t.clearedAt} is null`),
  ],
);

/** Which alerts a channel is told of; what is left out is not asked. */
export interface ChannelRules {
  severities?: string[];
  kinds?: string[];
  accountRefs?: string[];
}

export const channels = sqliteTable(
  "channels",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    kind: text("kind", { enum: CHANNEL_KINDS }).notNull(),
    enabled: flag("enabled").notNull().default(true),
    /** What may be shown: host, port, sender, recipients, the host of a URL. */
    config: json<Record<string, unknown>>("config").notNull(),
    /** JSON of the password, the URL or the signing key, sealed. */
    secret: sealed("secret"),
    /** 0 is told at once; each later step only while nobody acknowledged. */
    step: integer("step").notNull().default(0),
    rules: json<ChannelRules>("rules").notNull(),
    lastSentAt: instant("last_sent_at"),
    lastError: text("last_error"),
    lastErrorAt: instant("last_error_at"),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("channels_live_name")
      .on(t.name)
      .where(sql`${t.deletedAt} is null`),
  ],
);

/** What is to be told to a channel: written with the change it tells of, sent until it got through. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    id: text("id").primaryKey(),
    alertId: text("alert_id")
      .notNull()
      .references(() => alerts.id),
    channelId: text("channel_id")
      .notNull()
      .references(() => channels.id),
    /** `opened`, `repeated`, `escalated`, `closed`. */
    event: text("event").notNull(),
    /** The alert's, when it was written: in each, a channel is told an event once. */
    round: integer("round").notNull().default(0),
    status: text("status", { enum: DELIVERY_STATUSES }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    notBeforeAt: instant("not_before_at"),
    error: text("error"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    uniqueIndex("deliveries_once").on(t.alertId, t.channelId, t.event, t.round),
    index("deliveries_channel").on(t.channelId, t.createdAt),
    index("deliveries_due")
      .on(t.notBeforeAt)
      .where(sql`${t.notBeforeAt} is not null`),
  ],
);
