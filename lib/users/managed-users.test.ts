import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findSession } from "../auth/find-session";
import { signIn } from "../auth/sign-in";
import type { Context } from "../context";
import { accounts, apiTokens, auditEntries, events, passwordLinks, users } from "../db/schema";
import { ForbiddenError, NotFoundError } from "../errors";
import { anonymousContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser, signedIn } from "../testing/people";
import { activateUser } from "./activate-user";
import { createUser } from "./create-user";
import { deactivateUser } from "./deactivate-user";
import { deleteUser } from "./delete-user";
import { findPasswordLink } from "./find-password-link";
import { getUser } from "./get-user";
import { listUsers } from "./list-users";
import type { PasswordLinkDto } from "./managed-user-dto";
import { renewPasswordLink } from "./renew-password-link";
import { resetUserPassword } from "./reset-user-password";
import { revokePasswordLink } from "./revoke-password-link";
import { updateUser } from "./update-user";
import { usePasswordLink } from "./use-password-link";

const PASSWORD = "quiet-harbour-41-willow";
const DAY = 24 * 3_600_000;
let runtime: TestRuntime;
let admin: Context;
let anonymous: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const { id } = await createTestUser(runtime, { username: "ada" });
  admin = await signedIn(userContext(runtime, "admin", { userId: id, username: "ada" }));
  anonymous = anonymousContext(runtime);
});
afterEach(() => runtime.close());

const tokenOf = ({ path }: PasswordLinkDto) => path.split("#")[1] ?? "";
const use = (link: PasswordLinkDto, password = PASSWORD) =>
  usePasswordLink(anonymous, { token: tokenOf(link), password, kind: "web", userAgent: "test" });
const isAlive = async (sessionId: string) =>
  (await findSession(runtime, { sessionId, kind: "web", counts: false })) !== null;
const actions = async () =>
  (await runtime.db.read.select().from(auditEntries)).map(({ action }) => action);
const signInAs = (username: string, password: string) =>
  signIn(anonymous, { username, password, kind: "web", userAgent: "" });

/** Somebody with an open page and a personal token. */
async function addPresent(overrides: Parameters<typeof createTestUser>[1] = {}) {
  const user = await createTestUser(runtime, { username: "bo", role: "operator", ...overrides });
  const { session } = await createTestSession(runtime, { user, kind: "web" });
  await runtime.db.write((tx) =>
    tx.insert(apiTokens).values({
      id: `tok_${user.id}`,
      userId: user.id,
      name: "script",
      tokenHash: user.id,
      last4: "abcd",
      scopes: ["backups.read"],
      createdAt: 0,
      expiresAt: runtime.clock.now() + DAY,
    }),
  );
  return { user, userId: user.id, sessionId: session.id };
}
async function tokenEnd(userId: string) {
  const [row] = await runtime.db.read.select().from(apiTokens).where(eq(apiTokens.userId, userId));
  return row?.revokedReason ?? null;
}

describe("an invitation", () => {
  const invite = (username = "bo") => createUser(admin, { username, role: "operator" });

  test("lets its user choose a password and signs them in, once", async () => {
    const { user, link } = await invite();
    expect(user).toMatchObject({ state: "invited", accounts: null, link: { purpose: "invite" } });
    const token = tokenOf(link);
    expect(await findPasswordLink(anonymous, { token })).toMatchObject({ username: "bo" });
    const begun = await use(link);
    const opened = begun.kind === "signedIn" ? begun.signedIn.session.id : "";
    expect(await isAlive(opened)).toBe(true);
    expect(await getUser(admin, { userId: user.id })).toMatchObject({
      state: "active",
      link: null,
    });
    await expect(signInAs("bo", PASSWORD)).resolves.toBeDefined();
    await expect(use(link, `${PASSWORD}-2`)).rejects.toMatchObject({ reason: "link_spent" });
    expect(await actions()).toEqual(
      expect.arrayContaining(["user.create", "user.choose_password", "session.start"]),
    );
  });

  test("is kept as a hash alone, and stands in no entry and no event", async () => {
    const { link } = await invite();
    await use(link);
    const { read } = runtime.db;
    const stored = [
      await read.select().from(passwordLinks),
      await read.select().from(auditEntries),
      await read.select().from(events),
    ];
    expect(JSON.stringify(stored)).not.toContain(tokenOf(link));
    expect(tokenOf(link)).toMatch(/^[\w-]{43}$/);
  });

  test("of two uses at once one counts", async () => {
    const { link } = await invite();
    const results = await Promise.allSettled([use(link), use(link, `${PASSWORD}-2`)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("ends after 72 hours, by a newer one, when taken back, and with its user", async () => {
    const spent = { reason: "link_spent" };
    const one = await invite("old");
    runtime.clock.advance(3 * DAY);
    await expect(use(one.link)).rejects.toMatchObject(spent);
    const two = await renewPasswordLink(admin, { userId: one.user.id });
    const three = await renewPasswordLink(admin, { userId: one.user.id });
    await expect(use(two.link)).rejects.toMatchObject(spent);
    await revokePasswordLink(admin, { userId: one.user.id });
    await expect(use(three.link)).rejects.toMatchObject(spent);
    const four = await invite("gone");
    await deactivateUser(admin, { userId: four.user.id });
    await activateUser(admin, { userId: four.user.id });
    await expect(use(four.link)).rejects.toMatchObject(spent);
    await expect(findPasswordLink(anonymous, { token: "x" })).rejects.toMatchObject(spent);
  });

  test("keeps the rules for passwords, and stays after one that is refused", async () => {
    const { link } = await invite("robin");
    await expect(use(link, "robin-robin-robin")).rejects.toMatchObject({
      fields: { password: [expect.any(String)] },
    });
    await expect(use(link)).resolves.toBeDefined();
  });

  test("nobody signs in before, not even without a password", async () => {
    await invite();
    await expect(signInAs("bo", TEST_PASSWORD)).rejects.toMatchObject({ code: "unauthorized" });
    await expect(signInAs("bo", " ")).rejects.toMatchObject({ code: "unauthorized" });
  });

  test("a name that is taken is refused beside its field", async () => {
    await invite("Bo");
    await expect(invite("bO")).rejects.toMatchObject({
      code: "conflict",
      fields: { username: [expect.any(String)] },
    });
  });
});

describe("what ends a user's access", () => {
  test("a reset: the old password, every session and token, at once", async () => {
    const { userId, sessionId } = await addPresent();
    const { user, link } = await resetUserPassword(admin, { userId });
    expect(user.state).toBe("reset");
    expect(await isAlive(sessionId)).toBe(false);
    expect(await tokenEnd(userId)).toBe("password_reset");
    await expect(signInAs("bo", TEST_PASSWORD)).rejects.toMatchObject({ code: "unauthorized" });
    await use(link);
    await expect(signInAs("bo", PASSWORD)).resolves.toBeDefined();
  });

  test("deactivation, until activated again", async () => {
    const { userId, sessionId } = await addPresent();
    expect((await deactivateUser(admin, { userId })).state).toBe("deactivated");
    expect(await isAlive(sessionId)).toBe(false);
    expect(await tokenEnd(userId)).toBe("deactivated");
    await expect(signInAs("bo", TEST_PASSWORD)).rejects.toMatchObject({ code: "unauthorized" });
    expect((await activateUser(admin, { userId })).state).toBe("active");
    expect(await isAlive(sessionId)).toBe(false);
    await expect(signInAs("bo", TEST_PASSWORD)).resolves.toBeDefined();
  });

  test("deletion: the name is free again, what they did stays", async () => {
    const { userId, sessionId } = await addPresent();
    await runtime.db.write((tx) =>
      tx.insert(auditEntries).values({
        id: "aud_1",
        at: 0,
        actorType: "user",
        actorId: userId,
        actorName: "bo",
        action: "backup.start",
        targetType: "backup",
        targetId: null,
        requestId: "req_1",
      }),
    );
    await deleteUser(admin, { userId });
    expect(await isAlive(sessionId)).toBe(false);
    expect(await tokenEnd(userId)).toBe("deleted");
    await expect(getUser(admin, { userId })).rejects.toThrow(NotFoundError);
    const { user } = await createUser(admin, { username: "bo", role: "viewer" });
    expect(user.id).not.toBe(userId);
    const told = await runtime.db.read.select().from(auditEntries);
    expect(told.find(({ id }) => id === "aud_1")?.actorName).toBe("bo");
    const [row] = await runtime.db.read.select().from(users).where(eq(users.id, userId));
    expect(row).toMatchObject({ username: "bo", passwordHash: "", totpSecret: null });
  });

  test("another role or other accounts end sessions; another address does not", async () => {
    await addAccounts("acc_1", "acc_2");
    const one = await addPresent();
    await updateUser(admin, { userId: one.userId, changes: { email: "bo@example.org" } });
    expect(await isAlive(one.sessionId)).toBe(true);
    await updateUser(admin, { userId: one.userId, changes: { accountRefs: ["acc_1"] } });
    expect(await isAlive(one.sessionId)).toBe(false);
    expect(await tokenEnd(one.userId)).toBeNull();
    const two = await addPresent({ username: "cy" });
    const changed = await updateUser(admin, { userId: two.userId, changes: { role: "viewer" } });
    expect(changed.role).toBe("viewer");
    expect(await isAlive(two.sessionId)).toBe(false);
    const [last] = (await runtime.db.read.select().from(events)).slice(-1);
    expect(last).toMatchObject({ type: "user.changed", entityId: two.userId });
  });
});

async function addAccounts(...ids: string[]) {
  await runtime.db.write((tx) =>
    tx.insert(accounts).values(
      ids.map((id, at) => ({
        id,
        accountId: `11111111111${at}`,
        partition: "aws",
        name: null,
        createdAt: 0,
        retentionConfirmedAt: null,
      })),
    ),
  );
}

describe("the list", () => {
  test("searches, filters by role and state, and pages by cursor", async () => {
    for (const name of ["bo", "cy", "di"])
      await createTestUser(runtime, { username: name, role: "viewer" });
    await createUser(admin, { username: "ed", role: "operator", email: "ed@example.org" });
    const names = async (input: Parameters<typeof listUsers>[1]) =>
      (await listUsers(admin, input)).items.map(({ username }) => username);
    expect(await names({})).toEqual(["ada", "bo", "cy", "di", "ed"]);
    expect(await names({ role: "viewer" })).toEqual(["bo", "cy", "di"]);
    expect(await names({ state: "invited" })).toEqual(["ed"]);
    expect(await names({ search: "EXAMPLE" })).toEqual(["ed"]);
    const first = await listUsers(admin, { limit: 2 });
    expect(first).toMatchObject({ total: 5, items: [{ username: "ada" }, { username: "bo" }] });
    expect(await names({ limit: 2, cursor: first.nextCursor ?? "" })).toEqual(["cy", "di"]);
    expect(JSON.stringify(first)).not.toMatch(/argon2|passwordHash/);
  });

  test("accounts that a role is limited to are told by their numbers, unknown ones refused", async () => {
    await addAccounts("acc_1", "acc_2");
    const { user } = await createUser(admin, {
      username: "bo",
      role: "viewer",
      accountRefs: ["acc_2", "acc_2"],
    });
    expect(user.accounts).toEqual([{ accountRef: "acc_2", accountId: "111111111111", name: null }]);
    const unknown = createUser(admin, { username: "cy", role: "viewer", accountRefs: ["acc_9"] });
    await expect(unknown).rejects.toMatchObject({ fields: { accountRefs: [expect.any(String)] } });
  });
});

const VERBS = [
  ["getUser", getUser],
  ["deactivateUser", deactivateUser],
  ["activateUser", activateUser],
  ["resetUserPassword", resetUserPassword],
  ["renewPasswordLink", renewPasswordLink],
  ["revokePasswordLink", revokePasswordLink],
  ["deleteUser", deleteUser],
  [
    "updateUser",
    (ctx: Context, { userId }: { userId: string }) =>
      updateUser(ctx, { userId, changes: { role: "admin" } }),
  ],
  ["createUser", (ctx: Context) => createUser(ctx, { username: "new", role: "admin" })],
  ["listUsers", (ctx: Context) => listUsers(ctx)],
] as const;

describe.each(VERBS)("%s", (name, verb) => {
  test("is for administrators who see every account, with a fresh proof where it writes", async () => {
    const { userId } = await addPresent();
    const limited = userContext(runtime, "admin", { accounts: ["acc_1"] });
    const stale = userContext(runtime, "admin", { provenAt: runtime.clock.now() - DAY });
    for (const ctx of [userContext(runtime, "operator"), limited]) {
      await expect(verb(ctx, { userId })).rejects.toThrow(ForbiddenError);
    }
    await expect(verb(anonymous, { userId })).rejects.toMatchObject({ code: "unauthorized" });
    if (name === "getUser" || name === "listUsers") return;
    await expect(verb(stale, { userId })).rejects.toMatchObject({ reason: "proof_required" });
    expect(await actions()).toEqual([]);
  });

  test.skipIf(name === "createUser" || name === "listUsers")("knows no other user", async () => {
    await expect(verb(admin, { userId: "usr_unknown" })).rejects.toThrow(NotFoundError);
  });
});
