import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findSession } from "../auth/find-session";
import { actingAs } from "../auth/as-user";
import { signIn } from "../auth/sign-in";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import { auditEntries, events, sessions, users } from "../db/schema";
import { LimitExceededError, UnauthorizedError, ValidationError } from "../errors";
import { anonymousContext, systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "../testing/people";
import { changePassword } from "./change-password";
import { getMe } from "./get-me";
import { wasPasswordJustChanged } from "./was-password-just-changed";

const NEW_PASSWORD = "quiet-harbour-41-willow";
let runtime: TestRuntime;
let anonymous: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  anonymous = anonymousContext(runtime);
});
afterEach(() => runtime.close());

async function signedIn(overrides: Parameters<typeof createTestUser>[1] = {}): Promise<Context> {
  const user = await createTestUser(runtime, overrides);
  return actingAs(anonymous, await createTestSession(runtime, { user, kind: "web" }));
}
const sessionOf = (ctx: Context) => (ctx.actor.type === "user" ? ctx.actor.sessionId : "");
const isAlive = async (sessionId: string, kind: "web" | "api" = "web") =>
  (await findSession(runtime, { sessionId, kind, counts: false })) !== null;

describe("changePassword", () => {
  test("ends every session of the user, opens a new one and lets the new password in", async () => {
    const ctx = await signedIn({ username: "jo", mustChangePassword: true });
    const [user] = await runtime.db.read.select().from(users);
    if (!user) throw new Error("no user");
    const other = await createTestSession(runtime, { user, kind: "api" });
    const changed = await changePassword(ctx, {
      currentPassword: TEST_PASSWORD,
      newPassword: NEW_PASSWORD,
    });
    expect(changed.session.id).not.toBe(sessionOf(ctx));
    expect(changed.user.mustChangePassword).toBe(false);
    expect(await isAlive(sessionOf(ctx))).toBe(false);
    expect(await isAlive(other.session.id, "api")).toBe(false);
    expect(await isAlive(changed.session.id)).toBe(true);
    const again = { username: "jo", kind: "web", userAgent: "" } as const;
    await expect(signIn(anonymous, { ...again, password: NEW_PASSWORD })).resolves.toBeDefined();
    await expect(signIn(anonymous, { ...again, password: TEST_PASSWORD })).rejects.toThrow(
      UnauthorizedError,
    );
  });

  test("is audited and told to open pages, without a password in either", async () => {
    const ctx = await signedIn();
    await changePassword(ctx, { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD });
    const audit = await runtime.db.read.select().from(auditEntries);
    const told = await runtime.db.read.select().from(events);
    expect(audit.map((entry) => entry.action)).toEqual(["user.change_password"]);
    expect(told.map((event) => event.type)).toEqual(["user.changed"]);
    expect(JSON.stringify([audit, told])).not.toMatch(/ember-orchid|quiet-harbour|argon2/);
  });

  test("refuses a wrong current password, and stops guessing through a stolen session", async () => {
    const ctx = await signedIn();
    const guess = () =>
      changePassword(ctx, { currentPassword: "not-the-password", newPassword: NEW_PASSWORD });
    for (let at = 0; at < 10; at++) await expect(guess()).rejects.toThrow(ValidationError);
    await expect(guess()).rejects.toThrow(LimitExceededError);
  });

  test.each(["short", "admin-admin-admin", TEST_PASSWORD, "jo-jo-jo-jo-jo"])(
    "refuses %s as the new password",
    async (newPassword) => {
      const ctx = await signedIn({ username: "jojo" });
      const refused = changePassword(ctx, { currentPassword: TEST_PASSWORD, newPassword });
      await expect(refused).rejects.toMatchObject({
        code: "validation",
        fields: { newPassword: [expect.any(String)] },
      });
      expect(await isAlive(sessionOf(ctx))).toBe(true);
    },
  );

  test("of two changes at once one wins and the other is told", async () => {
    const ctx = await signedIn();
    const change = (newPassword: string) =>
      changePassword(ctx, { currentPassword: TEST_PASSWORD, newPassword });
    const results = await Promise.allSettled([change(NEW_PASSWORD), change(`${NEW_PASSWORD}-2`)]);
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("brings no session back that was ended while it was under way", async () => {
    const ctx = await signedIn();
    const change = { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD };
    const changing = changePassword(ctx, change);
    const ended = runtime.db.write((tx) => tx.update(sessions).set({ endedAt: 1 }));
    const [changed] = await Promise.allSettled([changing, ended]);
    expect(changed).toMatchObject({ status: "rejected", reason: expect.any(UnauthorizedError) });
    expect(await runtime.db.read.select().from(sessions)).toHaveLength(1);
  });

  test("is for people: neither strangers nor jobs have a password", async () => {
    const input = { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD };
    await expect(changePassword(anonymous, input)).rejects.toThrow(UnauthorizedError);
    await expect(changePassword(systemContext(runtime), input)).rejects.toThrow(UnauthorizedError);
  });
});

describe("getMe", () => {
  test("tells role, permissions and session, and nothing secret", async () => {
    const ctx = await signedIn({ username: "vi", role: "viewer" });
    const me = await getMe(ctx);
    expect(me).toMatchObject({ username: "vi", role: "viewer", mustChangePassword: false });
    expect(me.permissions).toContain("backups.read");
    expect(me.permissions).not.toContain("backups.delete");
    expect(JSON.stringify(me)).not.toMatch(/argon2|passwordHash|ses_/);
  });

  test("works before the first password is changed, and names what may be done until then", async () => {
    const me = await getMe(await signedIn({ username: "vi", mustChangePassword: true }));
    expect(me).toMatchObject({ username: "vi", mustChangePassword: true });
    expect(me.permissions).toEqual(["account.read", "account.self"]);
  });
});

test("is known to have just happened for a minute, and not before it did", async () => {
  const ctx = await signedIn();
  expect(await wasPasswordJustChanged(ctx)).toBe(false);
  const given = { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD };
  const after = actingAs(anonymous, await changePassword(ctx, given));
  expect(await wasPasswordJustChanged(after)).toBe(true);
  runtime.clock.advance(MINUTE);
  expect(await wasPasswordJustChanged(after)).toBe(false);
});
