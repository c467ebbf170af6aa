import { sql, type SQL } from "drizzle-orm";
import {
  blob,
  type AnySQLiteColumn,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { evidence, instant, sealed } from "../columns";
import { ACTOR_TYPES, UNTOLD_ACTIONS } from "./constants";

export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: text("id").primaryKey(),
    at: instant("at").notNull(),
    actorType: text("actor_type", { enum: ACTOR_TYPES }).notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    /** The personal token it was done with: api_tokens.id. */
    tokenId: text("token_id"),
    /** Dotted, for example `backup.start`. */
    action: text("action").notNull(),
    targetType: text("target_type").notNull(),
    targetId: text("target_id"),
    accountRef: text("account_ref"),
    /** Never a secret: the verbs pass public fields only. */
    before: evidence<Record<string, unknown>>("before"),
    after: evidence<Record<string, unknown>>("after"),
    requestId: text("request_id").notNull(),
    address: text("address"),
    /** What AWS called the requests that were sent for it. */
    awsRequestIds: evidence<string[]>("aws_request_ids"),
    /** Its place in the chain, from 1 on without a gap; null only until the chain was begun. */
    seq: integer("seq"),
    /** HMAC-SHA256 over the entry and the `mac` before it; lib/audit/chain.pure.ts says exactly what. */
    mac: text("mac"),
    /** The row of `audit_keys` that made `mac`. */
    keyId: text("key_id"),
  },
  (t) => [
    uniqueIndex("audit_entries_seq").on(t.seq),
    // Empty but for entries of before the chain and what was put there by hand.
    index("audit_entries_odd").on(t.seq).where(isOddSeq(t)),
    index("audit_entries_at").on(t.at, t.id),
    index("audit_entries_target").on(t.targetType, t.targetId, t.at, t.id),
    index("audit_entries_action").on(t.action, t.at, t.id),
    index("audit_entries_actor").on(t.actorName, t.at, t.id),
    // Jobs and commands, which write most entries, have no id.
    index("audit_entries_actor_id")
      .on(t.actorId, t.at, t.id)
      .where(sql`${t.actorId} is not null`),
    index("audit_entries_account").on(t.accountRef, t.at, t.id),
    // What is told of people, however much the jobs did and however often they signed in between.
    index("audit_entries_told").on(t.at, t.id).where(toldCondition(t)),
    index("audit_entries_told_account").on(t.accountRef, t.at, t.id).where(toldCondition(t)),
  ],
);

/** Literals, not parameters: only so does SQLite use a partial index, and only word for word. */
export function toldCondition(t: { actorType: AnySQLiteColumn; action: AnySQLiteColumn }): SQL {
  const untold = UNTOLD_ACTIONS.map((action) => `'${action}'`).join(", ");
  const acted = sql`${t.actorType} in ('user', 'token', 'cli')`;
  return sql`${acted} and ${t.action} not in (${sql.raw(untold)})`;
}

/** SQLite keeps a text or a fraction in a column of integers. Word for word, as above. */
export function isOddSeq(t: { seq: AnySQLiteColumn }): SQL {
  return sql`typeof(${t.seq}) <> 'integer'`;
}

/** Keys of the chain, sealed under the ring: a rotation seals them anew, and old entries stay provable. */
export const auditKeys = sqliteTable("audit_keys", {
  id: text("id").primaryKey(),
  secret: sealed("secret").notNull(),
  createdAt: instant("created_at").notNull(),
});

/** Old entries, moved here in one transaction each, whole: nothing of the audit log is deleted. */
export const auditSegments = sqliteTable(
  "audit_segments",
  {
    id: text("id").primaryKey(),
    firstSeq: integer("first_seq").notNull(),
    lastSeq: integer("last_seq").notNull(),
    firstAt: instant("first_at").notNull(),
    lastAt: instant("last_at").notNull(),
    /** The `mac` of the entry before the first one, "" for the very first. */
    previousMac: text("previous_mac").notNull(),
    lastMac: text("last_mac").notNull(),
    /** The entries as JSON lines, gzip. */
    body: blob("body", { mode: "buffer" }).notNull(),
    /** HMAC-SHA256 over the other columns. */
    mac: text("mac").notNull(),
    keyId: text("key_id").notNull(),
    sealedAt: instant("sealed_at").notNull(),
  },
  (t) => [
    uniqueIndex("audit_segments_first").on(t.firstSeq),
    index("audit_segments_last_at").on(t.lastAt),
  ],
);
