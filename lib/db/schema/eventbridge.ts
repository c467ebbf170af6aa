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
import { accounts, credentials } from "./accounts";
import { EVENTBRIDGE_KINDS, EVENTBRIDGE_STATES } from "./constants";
import { instances } from "./instances";
import { scheduleLinks } from "./schedules";

/** An account and region in which AWS fires backups by itself, or still has something of ours. */
export const eventbridgePlaces = sqliteTable(
  "eventbridge_places",
  {
    id: text("id").primaryKey(),
    accountRef: text("account_ref")
      .notNull()
      .references(() => accounts.id),
    region: text("region").notNull(),
    /** The credential that last worked there. */
    credentialId: text("credential_id").references(() => credentials.id),
    /** HMAC key of the function's reports, base64 of 32 bytes, sealed. */
    callbackKey: sealed("callback_key"),
    /** The one before, still accepted until then. */
    previousKey: sealed("previous_key"),
    previousKeyUntilAt: instant("previous_key_until_at"),
    /** What AWS last confirmed of the function. */
    functionArn: text("function_arn"),
    functionVersion: text("function_version"),
    functionRuntime: text("function_runtime"),
    /** When the job has something to do again; null while nothing of ours is there. */
    nextLookAt: instant("next_look_at"),
    /** From what the wanted objects were last derived; another one is derived anew. */
    derivedFrom: text("derived_from"),
    /** When AWS's objects were last compared with ours, all of them. */
    comparedAt: instant("compared_at"),
    /** Objects that were looked at before this are to be compared; null while no pass is under way. */
    compareFromAt: instant("compare_from_at"),
    /** The last comparison, also one that could not see everything. */
    compareTriedAt: instant("compare_tried_at"),
    /** EventBridge had no room for more rules: what is new is scheduled by Scheduler. */
    rulesFull: flag("rules_full").notNull().default(false),
    /** Why the place as a whole cannot go on; null while it does. */
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    suggestion: text("suggestion"),
    failingSinceAt: instant("failing_since_at"),
    lastReportAt: instant("last_report_at"),
    lastReportType: text("last_report_type"),
    /** Of CloudWatch: the last 24 hours, and the latest period with an invocation. */
    invocations: integer("invocations"),
    invocationErrors: integer("invocation_errors"),
    lastInvokedAt: instant("last_invoked_at"),
    measuredAt: instant("measured_at"),
    /** Why there are no such figures. */
    measureError: text("measure_error"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("eventbridge_places_place").on(t.accountRef, t.region),
    index("eventbridge_places_next_look")
      .on(t.nextLookAt)
      .where(sql`${t.nextLookAt} is not null`),
  ],
);

/**
 * One of AWS's objects that is wanted, or may still be there: written before anything is made, gone
 * only when AWS has it no more.
 */
export const eventbridgeObjects = sqliteTable(
  "eventbridge_objects",
  {
    id: text("id").primaryKey(),
    placeId: text("place_id")
      .notNull()
      .references(() => eventbridgePlaces.id),
    kind: text("kind", { enum: EVENTBRIDGE_KINDS }).notNull(),
    /** AWS's name; for `protect_tag` the instance's id. */
    name: text("name").notNull(),
    instanceRef: text("instance_ref").references(() => instances.id),
    linkId: text("link_id").references(() => scheduleLinks.id),
    /** Of the schedule that it follows, as it was then; null for what follows none. */
    scheduleVersion: integer("schedule_version"),
    wanted: flag("wanted").notNull(),
    state: text("state", { enum: EVENTBRIDGE_STATES }).notNull(),
    /** What it is to be in AWS: of its kind, see lib/eventbridge/specs.ts. */
    spec: json<Record<string, unknown>>("spec").notNull(),
    specHash: text("spec_hash").notNull(),
    /** The spec that was last put, as AWS has it; null while nothing is known to be there. */
    confirmedHash: text("confirmed_hash"),
    confirmedSpec: json<Record<string, unknown>>("confirmed_spec"),
    confirmedAt: instant("confirmed_at"),
    /** What was sent since, whether or not it took effect; null when nothing was. */
    sentSpec: json<Record<string, unknown>>("sent_spec"),
    /** Since when AWS may have heard that it is to go. */
    removalSentAt: instant("removal_sent_at"),
    /** What AWS shows instead: of `changed` ones. */
    seen: json<Record<string, unknown>>("seen"),
    seenAt: instant("seen_at"),
    /** A person said that ours is to be put, or removed, in spite of what somebody changed. */
    overruledAt: instant("overruled_at"),
    attempts: integer("attempts").notNull().default(0),
    notBeforeAt: instant("not_before_at"),
    /** What it waits for or why it failed, in words a person can act on. */
    message: text("message"),
    errorCode: text("error_code"),
    suggestion: text("suggestion"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("eventbridge_objects_name").on(t.placeId, t.kind, t.name),
    /** Thousands are read in portions. */
    index("eventbridge_objects_place").on(t.placeId, t.id),
    index("eventbridge_objects_link").on(t.linkId),
    index("eventbridge_objects_instance").on(t.instanceRef),
  ],
);

/** Nonces of reports that were accepted: none is accepted twice. Kept for as long as its timestamp would do. */
export const callbackNonces = sqliteTable(
  "callback_nonces",
  {
    placeId: text("place_id").notNull(),
    nonce: text("nonce").notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.placeId, t.nonce] }),
    index("callback_nonces_seen").on(t.seenAt),
  ],
);
