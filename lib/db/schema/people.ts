import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json, sealed } from "../columns";
import { GUESS_KINDS, PASSWORD_LINK_PURPOSES, ROLES } from "./constants";

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
    /** The secret of the second factor, sealed. Null until one was confirmed. */
    totpSecret: sealed("totp_secret"),
    totpConfirmedAt: instant("totp_confirmed_at"),
    /** The last 30 s step (RFC 6238) a code was taken of: that one and earlier ones never count again. */
    totpLastStep: integer("totp_last_step"),
    /**
     * When what signs this user in last changed, password or second factor, its end included: a browser
     * that signed in before is a stranger.
     */
    devicesSince: instant("devices_since").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("users_live_username_key")
      .on(t.usernameKey)
      .where(sql`${t.deletedAt} is null`),
  ],
);

/**
 * A second factor that is being set up: it counts for nothing until a code of it was given, and one
 * that counts already does so until then. One per user: a new begin takes the place of the one before.
 */
export const secondFactorEnrolments = sqliteTable(
  "second_factor_enrolments",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    secret: sealed("secret").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    uniqueIndex("second_factor_enrolments_user").on(t.userId),
    index("second_factor_enrolments_expires").on(t.expiresAt),
  ],
);

/** One-use codes for whoever lost the authenticator; shown once, kept as a hash. */
export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    codeHash: text("code_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [index("recovery_codes_user").on(t.userId)],
);

/** One-time links that let their user choose a password: the token itself is in the link alone. */
export const passwordLinks = sqliteTable(
  "password_links",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    purpose: text("purpose", { enum: PASSWORD_LINK_PURPOSES }).notNull(),
    /** SHA-256 of a token of 256 random bits. */
    tokenHash: text("token_hash").notNull(),
    createdBy: text("created_by"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    /** Replaced by another link, or taken back. */
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    uniqueIndex("password_links_token").on(t.tokenHash),
    index("password_links_user").on(t.userId),
  ],
);

/** A password was proven and its user owes a code: what lies between the two steps of signing in. */
export const signInChallenges = sqliteTable(
  "sign_in_challenges",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** The hash that was proven: after a change of password the challenge is worth nothing. */
    passwordHash: text("password_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [index("sign_in_challenges_expires").on(t.expiresAt)],
);

/** Personal tokens for scripts. */
export const apiTokens = sqliteTable(
  "api_tokens",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    /** SHA-256 of a token of 256 random bits. */
    tokenHash: text("token_hash").notNull(),
    last4: text("last4").notNull(),
    /** Permissions; what its user's role does not allow it does not allow either. */
    scopes: json<readonly string[]>("scopes").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    lastUsedAddress: text("last_used_address"),
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason"),
  },
  (t) => [uniqueIndex("api_tokens_hash").on(t.tokenHash), index("api_tokens_user").on(t.userId)],
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
    /** The same from sign-in on, while the id changes with every rise of privilege. */
    familyId: text("family_id").notNull().default(""),
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

/**
 * What was tried at passwords and codes in the last hour, right ones taken back: rows with their
 * times, so that "in any hour" is meant literally. Which name was typed is not in them.
 */
export const guesses = sqliteTable(
  "guesses",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: GUESS_KINDS }).notNull(),
    /** A user's id, or the blind key of a name that nobody has. */
    subject: text("subject").notNull(),
    /** An address, of IPv6 its first 64 bits. */
    network: text("network").notNull(),
    /** The known device it came from; null is a stranger. */
    deviceId: text("device_id"),
    at: instant("at").notNull(),
  },
  (t) => [
    index("guesses_subject").on(t.subject, t.at),
    index("guesses_network").on(t.network, t.at),
    index("guesses_at").on(t.at),
    index("guesses_strangers")
      .on(t.at)
      .where(sql`${t.deviceId} is null`),
  ],
);
