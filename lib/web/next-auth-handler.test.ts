import { isNull } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sessions } from "../db/schema";
import { createLogger } from "../logger";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestUser } from "../testing/people";
import { giveSecondFactor } from "../testing/second-factor";
import { TEST_ORIGIN } from "../testing/web-client";
import { handleNextAuth } from "./next-auth-handler";
import { readSessionId } from "./session-cookie";

let runtime: TestRuntime;
let jar: Map<string, string>;

beforeEach(async () => {
  runtime = await createTestRuntime();
  await createTestUser(runtime, { username: "jo" });
  jar = new Map();
});
afterEach(() => runtime.close());

interface Sent {
  form?: Record<string, string>;
  headers?: Record<string, string>;
  query?: string;
}

/** A browser with a cookie jar. */
async function send(path: string, sent: Sent = {}): Promise<Response> {
  const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");
  const headers = { host: new URL(TEST_ORIGIN).host, cookie, ...sent.headers };
  const request = new Request(`${TEST_ORIGIN}/api/auth/${path}${sent.query ?? ""}`, {
    headers,
    ...(sent.form ? { method: "POST", body: new URLSearchParams(sent.form) } : {}),
  });
  const response = await handleNextAuth(runtime, { request, path: path.split("/") });
  for (const line of response.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return response;
}

async function csrfToken(): Promise<string> {
  const { csrfToken: token } = await (await send("csrf")).json();
  return String(token);
}

const signIn = async (fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  send("callback/credentials", {
    headers,
    form: { csrfToken: await csrfToken(), username: "jo", password: TEST_PASSWORD, ...fields },
  });
const currentSession = () => readSessionId(runtime, new Headers({ cookie: cookieHeader() }));
const cookieHeader = () => Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");

describe("next-auth's endpoints", () => {
  test("sign in, tell the session, sign out: the row behind the token decides", async () => {
    const response = await signIn({ callbackUrl: "/instances?status=paused" });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("/instances?status=paused");
    const [row] = await runtime.db.read.select().from(sessions);
    expect(await currentSession()).toBe(row?.id);
    expect(await (await send("session")).json()).toMatchObject({
      user: { name: "jo", role: "admin" },
    });
    await send("signout", { form: { csrfToken: await csrfToken() } });
    const [after] = await runtime.db.read.select().from(sessions);
    expect(after?.endedReason).toBe("sign_out");
    expect(await (await send("session")).json()).toEqual({});
  });

  test("the cookie is HttpOnly and SameSite, and behind TLS Secure with the __Host- prefix", async () => {
    const plain = (await signIn()).headers.getSetCookie().find((line) => line.includes("session="));
    expect(plain).toMatch(/^amivault-session=[^;]+;.*HttpOnly.*SameSite=Lax/);
    const secured = { ...runtime, config: { ...runtime.config, publicUrl: "https://ami.test" } };
    const request = new Request(`${TEST_ORIGIN}/api/auth/csrf`);
    const csrf = await handleNextAuth(secured, { request, path: ["csrf"] });
    const lines = csrf.headers.getSetCookie();
    expect(lines.join()).toMatch(/__Host-next-auth.csrf-token=/);
    for (const line of lines) expect(line).toMatch(/^__Host-.*HttpOnly; Secure; SameSite=Lax$/);
  });

  test("the token carries nothing but the session's id", async () => {
    await signIn();
    const { decode } = await import("next-auth/jwt");
    const token = jar.get("amivault-session");
    const payload = await decode({
      secret: runtime.config.sessionSecret,
      ...(token ? { token } : {}),
    });
    expect(Object.keys(payload ?? {}).toSorted()).toEqual(["exp", "iat", "jti", "sid"]);
  });

  test("signing in again ends the session that the browser had, and nobody else's", async () => {
    await signIn();
    const first = await currentSession();
    const elsewhere = jar;
    jar = new Map();
    await signIn();
    const other = await currentSession();
    jar = elsewhere;
    await signIn();
    const rows = await runtime.db.read.select().from(sessions);
    const endOf = (id: string | null) => rows.find((row) => row.id === id)?.endedReason;
    expect(endOf(first)).toBe("sign_out");
    expect(endOf(other)).toBeNull();
    expect(endOf(await currentSession())).toBeNull();
    await signIn({ password: "wrong-wrong-wrong" });
    expect(await runtime.db.read.$count(sessions, isNull(sessions.endedAt))).toBe(2);
  });

  test("a session that ended is none, whatever the token says", async () => {
    await signIn();
    await runtime.db.write(async (tx) => {
      await tx.update(sessions).set({ endedAt: 1 });
    });
    expect(await (await send("session")).json()).toEqual({});
  });

  test("wrong password and unknown name lead to the same place without a session", async () => {
    for (const [name, value] of [
      ["password", "wrong-wrong-wrong"],
      ["username", "nobody"],
    ] as const) {
      const response = await signIn({ [name]: value });
      expect(response.headers.get("location")).toBe("/sign-in?error=CredentialsSignin");
    }
    expect(await runtime.db.read.select().from(sessions)).toEqual([]);
  });

  test("a second factor is asked for here too, and a code signs in with the password", async () => {
    const user = await createTestUser(runtime, { username: "kim" });
    const own = await giveSecondFactor(runtime, user);
    const without = await signIn({ username: "kim", otp: "" });
    expect(without.headers.get("location")).toBe("/sign-in?error=second_factor_required");
    const wrong = await signIn({ username: "kim", otp: own.codeNow(9) });
    expect(wrong.headers.get("location")).toBe("/sign-in?error=CredentialsSignin");
    expect(await runtime.db.read.$count(sessions)).toBe(0);
    await signIn({ username: "kim", otp: own.codeNow() });
    expect(await currentSession()).not.toBeNull();
  });

  test("guessing is limited here too", async () => {
    for (let guess = 0; guess < 10; guess++) await signIn({ password: "wrong-wrong-wrong" });
    const response = await signIn();
    expect(response.headers.get("location")).toBe("/sign-in?error=limit_exceeded");
  });

  test("a browser that signed in is known: strangers cannot lock its owner out", async () => {
    await signIn();
    expect(jar.get("amivault-device")).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const own = jar;
    jar = new Map();
    for (let guess = 0; guess < 10; guess++) await signIn({ password: "wrong-wrong-wrong" });
    expect((await signIn()).headers.get("location")).toBe("/sign-in?error=limit_exceeded");
    expect(jar.has("amivault-device")).toBe(false);
    jar = own;
    expect((await signIn()).headers.get("location")).toBe("/");
  });

  test.each([
    "https://evil.example/x",
    "//evil.example",
    "/\\evil.example",
    "http://localhost:3000//evil.example",
    "/api/logout",
  ])("never leads to %s", async (callbackUrl) => {
    const response = await signIn({ callbackUrl });
    const location = response.headers.get("location");
    expect(["/", "/sign-in", "/sign-in?error=Configuration"]).toContain(location);
  });

  test.each(["http://[", "javascript:alert(1)", "\uFFFD"])(
    "an address to lead to that is none, %s, is as if there were none",
    async (callbackUrl) => {
      const query = `?callbackUrl=${encodeURIComponent(callbackUrl)}`;
      jar.set("next-auth.callback-url", encodeURIComponent(callbackUrl));
      for (const path of ["csrf", "session", "providers"]) {
        expect((await send(path, { query })).status).toBe(200);
      }
      expect((await signIn({ callbackUrl })).headers.get("location")).toBe("/");
    },
  );

  test.each([{}, 5, ["/"], null])("neither is %j", async (callbackUrl) => {
    const body = JSON.stringify({ csrfToken: await csrfToken(), callbackUrl });
    const headers = { cookie: cookieHeader(), "content-type": "application/json" };
    const address = `${TEST_ORIGIN}/api/auth/signout`;
    const request = new Request(address, { method: "POST", headers, body });
    const response = await handleNextAuth(runtime, { request, path: ["signout"] });
    expect(response.status).toBe(302);
  });

  test("without its own token, or from another site, nothing happens", async () => {
    await csrfToken();
    const forged = await send("callback/credentials", {
      form: { csrfToken: "0".repeat(64), username: "jo", password: TEST_PASSWORD },
    });
    expect(forged.headers.get("location")).toBe("/sign-in?error=csrf");
    const foreign = await signIn({}, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect(await runtime.db.read.select().from(sessions)).toEqual([]);
  });

  test.each(["_log", "session", "verify-request", "callback/email"])(
    "POST %s does not exist",
    async (path) => {
      const response = await send(path, { form: { csrfToken: await csrfToken() } });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: "not_found" });
    },
  );

  test("each request that asks for something is a line: what, from where and how it ended", async () => {
    await runtime.close();
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLogger({ component: "test", level: "info", destination });
    runtime = await createTestRuntime({ overrides: { log } });
    const user = await createTestUser(runtime, { username: "jo" });
    const headers = { "x-amivault-peer": "198.51.100.7" };
    for (let guess = 0; guess < 10; guess++) {
      await signIn({ username: "nobody", password: "wrong-wrong-wrong" }, headers);
    }
    await signIn({ username: "nobody" }, headers);
    await signIn({}, { ...headers, origin: "https://evil.example" });
    await send("callback/private", { form: {}, headers });
    await signIn({}, headers);
    await send("signout", { form: { csrfToken: await csrfToken() }, headers });
    const told = lines.map((line): unknown => JSON.parse(line));
    const same = { msg: "request", method: "POST", address: "198.51.100.7" };
    const route = "/api/auth/callback/credentials";
    expect(told.slice(9)).toMatchObject([
      { ...same, route, status: 302, code: "CredentialsSignin", userId: null },
      { ...same, route, status: 302, code: "limit_exceeded" },
      { ...same, route, status: 403 },
      { ...same, route: "/api/auth/*", status: 404 },
      { ...same, route, status: 302 },
      { ...same, route: "/api/auth/signout", status: 302, userId: user.id },
    ]);
    expect(lines.join("")).not.toMatch(/private|nobody|wrong-wrong/);
  });

  test("its own pages are ours", async () => {
    for (const path of ["signin", "error"]) {
      expect((await send(path)).headers.get("location")).toBe("/sign-in");
    }
  });
});
