import { afterEach, expect, test } from "vitest";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "#lib/testing/people";
import { TEST_ORIGIN, callRoute } from "#lib/testing/web-client";
import { challengeCookie } from "#lib/web/challenge-cookie";
import { makeDeviceCookie } from "#lib/web/device-cookie";
import { encodeSessionToken, sessionCookie } from "#lib/web/session-cookie";
import { login } from "./login/declaration";
import { changeMyPassword } from "./me/password/declaration";
import { proveMyself } from "./me/proof/declaration";

let runtime: TestRuntime;
afterEach(() => runtime.close());

const PLACES = [
  ["plain http", {}, {}, { prefix: "amivault-", attributes: "HttpOnly; SameSite=Lax" }],
  [
    "an https address in the settings",
    { NEXTAUTH_URL: TEST_ORIGIN.replace("http:", "https:") },
    {},
    { prefix: "__Host-amivault-", attributes: "HttpOnly; SameSite=Lax; Secure" },
  ],
  [
    "a trusted proxy that ends TLS",
    { AMIVAULT_TRUSTED_PROXIES: "1" },
    { "x-forwarded-proto": "https" },
    { prefix: "__Host-amivault-", attributes: "HttpOnly; SameSite=Lax; Secure" },
  ],
] as const;

/** By the name that a browser there was given. */
async function cookieBy(headers: Headers, { session }: SessionWithUser): Promise<string> {
  const { name } = sessionCookie(runtime, headers);
  return `${name}=${await encodeSessionToken(runtime, session.id)}`;
}

test.each(PLACES)("behind %s every cookie is as narrow as can be", async (...given) => {
  const [, env, more, { prefix, attributes }] = given;
  runtime = await createTestRuntime({ env });
  const user = await createTestUser(runtime);
  const headers = new Headers(more);
  const web = await createTestSession(runtime, { user, kind: "web" });
  const proven = await callRoute(runtime, proveMyself, {
    as: web,
    headers: { ...more, cookie: await cookieBy(headers, web) },
    body: { password: TEST_PASSWORD },
  });
  expect(proven.status).toBe(200);
  const again = await createTestSession(runtime, { user, kind: "web" });
  const changed = await callRoute(runtime, changeMyPassword, {
    as: again,
    headers: { ...more, cookie: await cookieBy(headers, again) },
    body: { currentPassword: TEST_PASSWORD, newPassword: "quiet-harbour-41-willow" },
  });
  expect(changed.status).toBe(200);
  const lines = [...proven.headers.getSetCookie(), ...changed.headers.getSetCookie()];
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    expect(line.startsWith(prefix)).toBe(true);
    expect(line).toMatch(new RegExp(`; Path=/; Max-Age=\\d+; ${attributes}$`));
    expect(line).not.toContain("Domain");
  }
  const device = await makeDeviceCookie(runtime, { userId: user.id, headers });
  for (const { name, options } of [challengeCookie(runtime, headers), device]) {
    expect(name.startsWith(prefix)).toBe(true);
    const secure = prefix.startsWith("__Host-");
    expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure });
  }
});

test("a script is given a token and no cookie", async () => {
  runtime = await createTestRuntime();
  const { username } = await createTestUser(runtime);
  const body = { username, password: TEST_PASSWORD };
  const answer = await callRoute(runtime, login, { body });
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie()).toEqual([]);
});
