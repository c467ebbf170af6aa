import { NO_PASSWORD } from "../auth/no-password.pure";
import { hashPassword } from "../auth/password-hash";
import { hashPersonalToken, newPersonalToken } from "../auth/personal-token";
import type { SessionWithUser, UserRow } from "../auth/sessions.repo";
import { createSession, type SessionKind } from "../auth/create-session";
import { selectUser, usernameKeyOf } from "../auth/users.repo";
import { DAY } from "../clock";
import { insertToken } from "../users/tokens/user-tokens.repo";
import { insertUser } from "../users/users.repo";
import type { Context } from "../context";
import { sessions, users } from "../db/schema";
import { ROLES, type Role } from "../db/schema/constants";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { anonymousContext, testSessionId, userContext } from "./contexts";

export const TEST_PASSWORD = "ember-orchid-92-lattice";
// The same for every test user, so that a suite pays for Argon2 once.
let hashed: Promise<string> | null = null;

/** A person as a row, with TEST_PASSWORD. */
export async function createTestUser(
  runtime: Runtime,
  overrides: Partial<UserRow> & { role?: Role } = {},
): Promise<UserRow> {
  const passwordHash = await (hashed ??= hashPassword(TEST_PASSWORD));
  const now = runtime.clock.now();
  const id = newId("usr", now, runtime.random);
  const username = overrides.username ?? `person-${id.slice(-6)}`;
  const row: UserRow = {
    id,
    username,
    usernameKey: usernameKeyOf(username),
    email: null,
    role: "admin",
    accountRefs: null,
    passwordHash,
    mustChangePassword: false,
    active: true,
    lastSignInAt: null,
    passwordChangedAt: null,
    totpSecret: null,
    totpConfirmedAt: null,
    totpLastStep: null,
    devicesSince: 0,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    ...overrides,
  };
  await runtime.db.write((tx) => insertUser(tx, row));
  return row;
}

/** A live session of that person, without the cost of signing in. */
export async function createTestSession(
  runtime: Runtime,
  options: { user: UserRow; kind: SessionKind },
): Promise<SessionWithUser> {
  const { user, kind } = options;
  const session = await runtime.db.write((tx) =>
    createSession(tx, anonymousContext(runtime), { userId: user.id, kind, userAgent: "test" }),
  );
  return { session, user };
}

/** A live personal token as a row: of any scopes, also of those that making one refuses. */
export async function insertTestToken(
  runtime: Runtime,
  { userId, scopes }: { userId: string; scopes: readonly string[] },
): Promise<{ id: string; token: string }> {
  const now = runtime.clock.now();
  const token = newPersonalToken(runtime.random);
  const id = newId("tok", now, runtime.random);
  const row = {
    id,
    userId,
    name: "test",
    tokenHash: hashPersonalToken(token),
    last4: token.slice(-4),
    scopes,
    createdAt: now,
    expiresAt: now + DAY,
    lastUsedAt: null,
    lastUsedAddress: null,
    revokedAt: null,
    revokedReason: null,
  };
  await runtime.db.write((tx) => insertToken(tx, row));
  return { id, token };
}

/**
 * The persons of `userContext` as rows, each in a live session, for what looks at them again inside a
 * transaction; whoever is limited to accounts needs `signedIn`. Draws nothing from the random.
 */
export async function addTestPeople(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  await runtime.db.write(async (tx) => {
    for (const role of ROLES) {
      const [userId, username] = [`usr_test-${role}`, `test-${role}`];
      const user = { id: userId, username, role, passwordHash: NO_PASSWORD, createdAt: now };
      const id = testSessionId(role);
      await tx
        .insert(users)
        .values({ ...user, usernameKey: usernameKeyOf(username), updatedAt: now })
        .onConflictDoNothing();
      await tx
        .insert(sessions)
        .values({
          id,
          familyId: id,
          userId,
          kind: "web",
          userAgent: "test",
          address: "",
          createdAt: now,
          lastSeenAt: now,
          expiresAt: now + 365 * DAY,
          provenAt: now,
        })
        .onConflictDoNothing();
    }
  });
}

/** Somebody of this role who sees these accounts alone, as a row in a live session. */
export function limitedTo(
  runtime: Runtime,
  { role, accounts }: { role: Role; accounts: readonly string[] },
): Promise<Context> {
  const username = `${role}-of-${accounts.join("-")}`;
  return signedIn(userContext(runtime, role, { accounts, username, userId: `usr_${username}` }));
}

/** The same person with rows behind them, for what looks at them again inside a transaction. */
export async function signedIn(ctx: Context): Promise<Context> {
  const { actor, runtime, accounts } = ctx;
  if (actor.type !== "user") return ctx;
  const { userId: id, username, role } = actor;
  const known = await selectUser(runtime.db.read, id);
  const accountRefs = accounts === "all" ? null : [...accounts];
  const user = known ?? (await createTestUser(runtime, { id, username, role, accountRefs }));
  const { session } = await createTestSession(runtime, { user, kind: "web" });
  return { ...ctx, actor: { ...actor, sessionId: session.id } };
}
