import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json } from "../columns";
import { accounts } from "./accounts";
import { DISCOVERY_STATES, INSTANCE_STATES, type TagTest } from "./constants";

/** What runs in the accounts, as the last look showed it, whether or not it is protected. */
export const discoveredInstances = sqliteTable(
  "discovered_instances",
  {
    id: text("id").primaryKey(),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    /** EC2's id, `i-…`. */
    instanceId: text("instance_id").notNull(),
    /** The credential that showed it. */
    credentialId: text("credential_id").notNull(),
    /** The Name tag as AWS gave it: hostile text. */
    name: text("name").notNull().default(""),
    tags: json<Record<string, string>>("tags").notNull(),
    /** `vanished` where the last whole look at its region did not show it. */
    state: text("state", { enum: INSTANCE_STATES }).notNull(),
    instanceType: text("instance_type"),
    platform: text("platform"),
    volumeCount: integer("volume_count"),
    rootDeviceType: text("root_device_type"),
    firstSeenAt: instant("first_seen_at").notNull(),
    seenAt: instant("seen_at").notNull(),
    /** Since when it is terminated or no longer shown; null while it is there. */
    goneAt: instant("gone_at"),
    /** A person wants it left unprotected. */
    ignoredAt: instant("ignored_at"),
    ignoredBy: text("ignored_by"),
  },
  (t) => [
    uniqueIndex("discovered_instances_place").on(t.accountRef, t.region, t.instanceId),
    index("discovered_instances_name").on(sql`lower(${t.name})`, t.id),
    index("discovered_instances_running")
      .on(t.accountRef, t.region, t.instanceId, t.state, t.ignoredAt)
      .where(sql`${t.state} = 'running' and ${t.ignoredAt} is null`),
    index("discovered_instances_gone")
      .on(t.goneAt)
      .where(sql`${t.goneAt} is not null`),
  ],
);

/** A row per tag, so that rules and filters are served by an index. */
export const discoveredTags = sqliteTable(
  "discovered_tags",
  {
    discoveredId: text("discovered_id")
      .notNull()
      .references(() => discoveredInstances.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    value: text("value").notNull(),
  },
  (t) => [
    uniqueIndex("discovered_tags_instance").on(t.discoveredId, t.key),
    index("discovered_tags_key").on(t.key, t.value, t.discoveredId),
  ],
);

/** One request to look, by a person or by the clock. */
export const discoveryRuns = sqliteTable(
  "discovery_runs",
  {
    id: text("id").primaryKey(),
    /** Null for one that began by itself. */
    requestedBy: text("requested_by"),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("discovery_runs_started").on(t.startedAt, t.id),
    index("discovery_runs_open")
      .on(t.startedAt)
      .where(sql`${t.endedAt} is null`),
  ],
);

/** A place of a run: one region of one account, or the question which regions the account has. */
export const discoveryPlaces = sqliteTable(
  "discovery_places",
  {
    id: text("id").primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => discoveryRuns.id, { onDelete: "cascade" }),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    /** Empty: which regions the account has is still to be asked. */
    region: text("region").notNull(),
    /** The credential a person chose; any of the account's where null. */
    credentialId: text("credential_id"),
    state: text("state", { enum: DISCOVERY_STATES }).notNull().default("waiting"),
    /** Instances that were shown so far. */
    seenCount: integer("seen_count").notNull().default(0),
    /** Those that no look had shown before. */
    newCount: integer("new_count").notNull().default(0),
    /** Those that rules protected. */
    protectedCount: integer("protected_count").notNull().default(0),
    error: text("error"),
    suggestion: text("suggestion"),
    askedAt: instant("asked_at").notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("discovery_places_run").on(t.runId, t.accountRef, t.region),
    index("discovery_places_account").on(t.accountRef),
    index("discovery_places_open")
      .on(t.accountRef, t.region)
      .where(sql`${t.endedAt} is null`),
  ],
);

export interface TagCondition {
  key: string;
  test: TagTest;
  /** Of `equals` and `prefix`. */
  value: string;
}

/** Protects what appears with these tags. */
export const protectionRules = sqliteTable(
  "protection_rules",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    enabled: flag("enabled").notNull().default(true),
    conditions: json<TagCondition[]>("conditions").notNull(),
    /** accounts.id; null for every account. */
    accountRefs: json<string[] | null>("account_refs"),
    regions: json<string[] | null>("regions"),
    /** As they were chosen, read by lib/discovery; none: nothing is backed up by itself. */
    schedules: json<unknown[]>("schedules").notNull(),
    /** Null follows the default policy. */
    retentionPolicyId: text("retention_policy_id"),
    rebootOnBackup: flag("reboot_on_backup"),
    /** How many match, by `account/region`, at the last whole look at each. */
    counts: json<Record<string, number>>("counts").notNull(),
    /** Their sum. */
    matchCount: integer("match_count").notNull().default(0),
    /** The sum before the matches fell; null while nothing is wrong. */
    fellFrom: integer("fell_from"),
    fellAt: instant("fell_at"),
    /** How many instances it has protected. */
    protectedCount: integer("protected_count").notNull().default(0),
    /** Why it could not protect something, at the last look; null when it could. */
    error: text("error"),
    countedAt: instant("counted_at"),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [uniqueIndex("protection_rules_name").on(sql`lower(${t.name})`)],
);
