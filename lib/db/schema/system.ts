import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, json } from "../columns";

/** The outbox: written with the change it tells of; browsers resume from a row's id. */
export const events = sqliteTable(
  "events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: instant("at").notNull(),
    /** Dotted, for example `backup.changed`. */
    type: text("type").notNull(),
    entityId: text("entity_id").notNull(),
    /** Null when everyone may hear of it. */
    accountRef: text("account_ref"),
    /** Of several accounts: only who sees every one of them may hear of it; of a plan, who sees any. */
    accountRefs: json<string[]>("account_refs"),
    /** Small and public: what an open page patches by id. */
    data: json<Record<string, unknown>>("data"),
  },
  (t) => [index("events_at").on(t.at)],
);

export const settings = sqliteTable("settings", {
  key: text("key").primaryKey(),
  value: json<unknown>("value"),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: text("updated_by"),
});

export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    userId: text("user_id").notNull(),
    key: text("key").notNull(),
    /** Method, path and SHA-256 of the body: the same key with another request is refused. */
    fingerprint: text("fingerprint").notNull(),
    status: integer("status"),
    body: json<unknown>("body"),
    location: text("location"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.key] }),
    index("idempotency_keys_created").on(t.createdAt),
  ],
);

/** Named leases of processes: `embedded`, `ledger`, `housekeeping`, the keys each one knows, and when `tick` last ran. */
export const leases = sqliteTable("leases", {
  name: text("name").primaryKey(),
  owner: text("owner").notNull(),
  /** What the owner is: mode, host, pid; for error messages. */
  description: text("description").notNull().default(""),
  renewedAt: instant("renewed_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

/** The last call per bucket: a bucket starts full only if none is recent. */
export const apiBuckets = sqliteTable(
  "api_buckets",
  {
    accountId: text("account_id").notNull(),
    region: text("region").notNull(),
    action: text("action").notNull(),
    lastCallAt: instant("last_call_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.region, t.action] })],
);
