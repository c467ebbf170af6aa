import { afterEach, beforeEach, expect, test } from "vitest";
import { auditEntries } from "#lib/db/schema/audit";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute } from "#lib/testing/web-client";
import { TokenDto, ChangedPasswordDto } from "#lib/users/dto";
import { liveEvents } from "./events/declaration";
import { getHealth } from "./health/declaration";
import { login } from "./login/declaration";
import { logout } from "./logout/declaration";
import { me } from "./me/declaration";
import { changeMyPassword } from "./me/password/declaration";
import { endMySession } from "./me/session/declaration";
import { getOpenApi } from "./declarations";

const NEW_PASSWORD = "quiet-harbour-41-willow";
let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await createTestUser(runtime, { username: "jo", mustChangePassword: true });
});
afterEach(() => runtime.close());

const signIn = (password: string) =>
  callRoute(runtime, login, { body: { username: "jo", password } });
const bearer = (token: string | null) => ({ headers: { authorization: `Bearer ${token}` } });

test("a script signs in, changes the first password, goes on with the new token and signs out", async () => {
  const first = TokenDto.parse(await (await signIn(TEST_PASSWORD)).json());
  expect(first.user.mustChangePassword).toBe(true);
  const owing: unknown = await (await callRoute(runtime, me, bearer(first.token))).json();
  expect(owing).toMatchObject({ permissions: ["account.read", "account.self"] });
  const closed = await callRoute(runtime, liveEvents, bearer(first.token));
  expect(await closed.json()).toMatchObject({ status: 403, code: "password_change_required" });
  const answer = await callRoute(runtime, changeMyPassword, {
    ...bearer(first.token),
    body: { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD },
  });
  const changed = ChangedPasswordDto.parse(await answer.json());
  expect((await callRoute(runtime, me, bearer(first.token))).status).toBe(401);
  const free = await callRoute(runtime, me, bearer(changed.token));
  expect(await free.json()).toMatchObject({ permissions: expect.arrayContaining(["users.write"]) });
  expect((await callRoute(runtime, logout, bearer(changed.token))).status).toBe(204);
  expect((await callRoute(runtime, me, bearer(changed.token))).status).toBe(401);
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit.map((entry) => entry.action)).toEqual([
    "session.start",
    "user.change_password",
    "session.end",
  ]);
});

test("a browser that changes its password by the API gets a new cookie, never a token", async () => {
  const user = await createTestUser(runtime);
  const as = await createTestSession(runtime, { user, kind: "web" });
  const response = await callRoute(runtime, changeMyPassword, {
    as,
    body: { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD },
  });
  expect(await response.json()).toMatchObject({ token: null });
  const [cookie = "", device] = response.headers.getSetCookie();
  expect(device).toMatch(
    /^amivault-device=[^;]+; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/,
  );
  expect(cookie).toMatch(/^amivault-session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  const next = { as, headers: { cookie: cookie.split(";")[0] ?? "" } };
  expect((await callRoute(runtime, me, next)).status).toBe(200);
  expect((await callRoute(runtime, endMySession, next)).status).toBe(204);
  expect((await callRoute(runtime, me, next)).status).toBe(401);
});

test("guessing at /api/login is stopped with Retry-After, and the answers say nothing more", async () => {
  const statuses: number[] = [];
  let last = await signIn("wrong-wrong-wrong");
  for (let guess = 0; guess < 10; guess++) {
    statuses.push(last.status);
    last = await signIn("wrong-wrong-wrong");
  }
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("no answer of the account holds a hash, a password or the session's secret", async () => {
  const user = await createTestUser(runtime);
  const as = await createTestSession(runtime, { user, kind: "api" });
  const wrong = { currentPassword: "my-own-secret-typed", newPassword: "short" };
  const texts = [
    await (await callRoute(runtime, me, { as })).text(),
    await (await callRoute(runtime, changeMyPassword, { as, body: wrong })).text(),
    await (await signIn(TEST_PASSWORD)).text(),
    await (await callRoute(runtime, getHealth, {})).text(),
    await (await callRoute(runtime, getOpenApi, {})).text(),
  ].join("\n");
  const { sessionSecret, encryptionKey } = runtime.config;
  for (const secret of ["argon2", TEST_PASSWORD, "my-own-secret", sessionSecret, encryptionKey]) {
    expect(texts).not.toContain(secret);
  }
});
