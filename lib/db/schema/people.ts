import { sql, type SQL } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { flag, instant, json } from "../columns";
import { ACTOR_TYPES, ROLES, UNTOLD_ACTIONS } from "./constants";

export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    username: text("username").notNull(),
    /** Lower case of the username, the key people sign in by. */
    usernameKey: text("username_key").notNull(),
    email: text("email"),
    role: text("role", { enum: ROLES }).notNull(),
    /** Null means every account; else a list of accounts.id. */
    accountRefs: json<string[]>("account_refs"),
    passwordHash: text("password_hash").notNull(),
    mustChangePassword: flag("must_change_password").notNull().default(false),
    active: flag("active").notNull().default(true),
    lastSignInAt: instant("last_sign_in_at"),
    passwordChangedAt: instant("password_changed_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [uniqueIndex("users_username_key").on(t.usernameKey)],
);

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** `web` for a browser's cookie, `api` for a token of /api/login. */
    kind: text("kind", { enum: ["web", "api"] }).notNull(),
    userAgent: text("user_agent").notNull().default(""),
    address: text("address").notNull().default(""),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** When its owner last proved a password or code. */
    provenAt: instant("proven_at").notNull(),
    endedAt: instant("ended_at"),
    endedReason: text("ended_reason"),
  },
  (t) => [index("sessions_user").on(t.userId), index("sessions_expires").on(t.expiresAt)],
);

/** Failed sign-ins by subject (`address:…` or `user:…`), kept so that limits survive a restart. */
export const signInFailures = sqliteTable(
  "sign_in_failures",
  {
    subject: text("subject").primaryKey(),
    windowStartedAt: instant("window_started_at").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [index("sign_in_failures_window").on(t.windowStartedAt)],
);

export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: text("id").primaryKey(),
    at: instant("at").notNull(),
    actorType: text("actor_type", { enum: ACTOR_TYPES }).notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    /** Dotted, for example `backup.start`. */
    action: text("action").notNull(),
    targetType: text("target_type").notNull(),
    targetId: text("target_id"),
    accountRef: text("account_ref"),
    /** Never a secret: the verbs pass public fields only. */
    before: json<Record<string, unknown>>("before"),
    after: json<Record<string, unknown>>("after"),
    requestId: text("request_id").notNull(),
    address: text("address"),
  },
  (t) => [
    index("audit_entries_at").on(t.at, t.id),
    index("audit_entries_target").on(t.targetType, t.targetId),
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
