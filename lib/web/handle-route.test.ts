import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { AwsCallError, type AwsOutcome } from "../aws/aws-call-error";
import { signApiToken } from "../auth/api-token";
import type { SessionWithUser } from "../auth/sessions.repo";
import { HOUR } from "../clock";
import { sessions, users } from "../db/schema";
import {
  ConflictError,
  InternalError,
  LimitExceededError,
  NotFoundError,
  UnavailableError,
  UpstreamError,
} from "../errors";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser } from "../testing/people";
import { TEST_ORIGIN, callRoute, cookieOf, type TestRequest } from "../testing/web-client";
import { declareRoute } from "./declare-route";
import { handleRoute } from "./handle-route";

function awsError(outcome: AwsOutcome, awsCode = "X"): AwsCallError {
  return new AwsCallError({ action: "CreateImage", outcome, awsCode, message: "No." });
}

let runtime: TestRuntime;
let script: SessionWithUser;
let browser: SessionWithUser;
let calls: unknown[];
let failure: unknown;

const things = declareRoute({
  method: "POST",
  path: "/api/things/{id}",
  summary: "Test",
  tag: "Test",
  permission: "backups.create",
  params: z.object({ id: z.string().regex(/^[a-z]+$/, "letters only") }),
  query: z.object({ size: z.coerce.number().int().default(1) }),
  body: z.object({ name: z.string().min(1), note: z.string().optional() }),
  responses: { 201: z.object({ id: z.string(), name: z.string() }), 204: null },
  handle: async ({ params, query, body }) => {
    calls.push({ params, query, body });
    if (failure) throw failure;
    // One member more than declared: it must not get out.
    const made = { id: params.id, name: body.name, passwordHash: "$argon2id$never" };
    return { status: 201, body: made, headers: { Location: "/api/things/x" } };
  },
});

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { role: "operator" });
  script = await createTestSession(runtime, { user, kind: "api" });
  browser = await createTestSession(runtime, { user, kind: "web" });
  calls = [];
  failure = undefined;
});
afterEach(() => runtime.close());

const call = (options: TestRequest = {}) =>
  callRoute(runtime, things, { params: { id: "abc" }, body: { name: "n" }, ...options });

describe("an answer", () => {
  test("is parsed through its schema: what is not declared stays inside", async () => {
    const body = { name: "n", passwordHash: "mine" };
    const response = await call({ as: script, query: "?size=3&unknown=1", body });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: "abc", name: "n" });
    expect(calls).toEqual([{ params: { id: "abc" }, query: { size: 3 }, body: { name: "n" } }]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      location: "/api/things/x",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.stringMatching(/^req_/),
    });
  });

  test("to HEAD has no body, and a stream behind it is ended", async () => {
    let ended = false;
    const stream = declareRoute({
      ...thingsShape,
      responses: { 200: "text/event-stream" },
      handle: async () => ({
        status: 200,
        body: new ReadableStream({
          cancel: () => {
            ended = true;
          },
        }),
      }),
    });
    const head = { ...stream, method: "HEAD" as unknown as "GET" };
    const response = await callRoute(runtime, head, { as: script });
    expect([response.status, response.body, ended]).toEqual([200, null, true]);
  });

  test("of an undeclared shape is our fault, and tells nothing of it", async () => {
    const odd = declareRoute({
      ...thingsShape,
      responses: { 200: z.object({ count: z.number() }) },
      handle: async () => ({ status: 200, body: JSON.parse('{"count":"secret text"}') }),
    });
    const response = await callRoute(runtime, odd, { as: script });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
});

const thingsShape = {
  method: "GET",
  path: "/api/odd",
  summary: "Test",
  tag: "Test",
  permission: "backups.read",
} as const;

describe("who may", () => {
  test.each([
    ["nobody", {}],
    ["a forged token", { headers: { authorization: "Bearer abc.def.ghi" } }],
    ["another scheme", { headers: { authorization: "Basic YTpi" } }],
    ["a forged cookie", { headers: { cookie: "amivault-session=abc" } }],
  ])("%s gets 401", async (_who, options) => {
    const response = await call(options);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
    expect(await response.json()).toMatchObject({ code: "unauthorized", status: 401 });
    expect(calls).toEqual([]);
  });

  test("a token with one changed byte, of another key or without a signature gets 401", async () => {
    const given = await call({ as: script });
    expect(given.status).toBe(201);
    const { signApiToken } = await import("../auth/api-token");
    const session = { sessionId: script.session.id, expiresAt: script.session.expiresAt };
    const token = await signApiToken(runtime, session);
    const [head = "", payload = "", signature = ""] = token.split(".");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    const otherKey = { ...runtime, config: { ...runtime.config, sessionSecret: "x".repeat(40) } };
    const forged = [
      `${head}.${payload}.${flipped}`,
      `${none}.${payload}.`,
      await signApiToken(otherKey, session),
    ];
    for (const text of forged) {
      const headers = { authorization: `Bearer ${text}` };
      expect((await call({ headers })).status).toBe(401);
    }
  });

  test("a browser's token is no script's token, and the other way round", async () => {
    const cookie = await cookieOf(runtime, browser.session.id);
    const asBearer = { authorization: `Bearer ${cookie.split("=")[1]}` };
    expect((await call({ headers: asBearer })).status).toBe(401);
    const swapped = { ...script, session: { ...script.session, kind: "web" as const } };
    expect((await call({ as: swapped })).status).toBe(401);
  });

  test.each(["ended", "expired", "deactivated", "deleted"])(
    "an %s session or user is out at once",
    async (how) => {
      await runtime.db.write(async (tx) => {
        if (how === "ended") await tx.update(sessions).set({ endedAt: 1 });
        if (how === "deactivated") await tx.update(users).set({ active: false });
        if (how === "deleted") await tx.update(users).set({ deletedAt: 1 });
      });
      if (how === "expired") runtime.clock.advance(HOUR);
      expect((await call({ as: script })).status).toBe(401);
    },
  );

  test("a lowered role counts at once", async () => {
    expect((await call({ as: script })).status).toBe(201);
    await runtime.db.write(async (tx) => {
      await tx.update(users).set({ role: "viewer" });
    });
    const response = await call({ as: script });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "forbidden" });
  });

  test("before the first password is changed everything else is refused, with the way out", async () => {
    await runtime.db.write(async (tx) => {
      await tx.update(users).set({ mustChangePassword: true });
    });
    const response = await call({ as: script });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      code: "password_change_required",
      suggestion: expect.stringContaining("/api/me/password"),
    });
  });
});

describe("a request that carries a cookie", () => {
  test("from our own page is served", async () => {
    expect((await call({ as: browser })).status).toBe(201);
    const headers = { "sec-fetch-site": "same-origin" };
    expect((await call({ as: browser, headers })).status).toBe(201);
  });

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port of this host", { origin: "http://127.0.0.1:9" }],
    ["a sandboxed frame", { origin: "null" }],
    ["a sibling domain, by the browser's word", { "sec-fetch-site": "same-site" }],
    ["another site, by the browser's word", { "sec-fetch-site": "cross-site" }],
    [
      "a forged forwarding header",
      { origin: "https://e.example", "x-forwarded-host": "e.example" },
    ],
  ])("from %s is refused", async (_where, headers) => {
    const response = await call({ as: browser, headers });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "cross_site_request" });
    expect(calls).toEqual([]);
  });

  test("without a word on its origin is refused", async () => {
    const headers = { cookie: await cookieOf(runtime, browser.session.id) };
    expect((await call({ headers })).status).toBe(403);
  });
});

describe("input", () => {
  test("is refused field by field", async () => {
    const response = await call({ as: script, params: { id: "A1" } });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: { id: ["letters only"] } });
    const empty = await call({ as: script, body: undefined });
    expect(empty.status).toBe(422);
    expect(await empty.json()).toMatchObject({ errors: { name: ["This is missing."] } });
  });

  test.each([
    ["malformed JSON", "{", 400, "malformed_json"],
    ["a form", "name=n", 415, "unsupported_media_type"],
    ["too much", JSON.stringify({ name: "x".repeat(70_000) }), 413, "body_too_large"],
    ["a list", "[]", 422, "validation"],
    ["null", "null", 422, "validation"],
    ["another type", '{"name":{"$gt":""}}', 422, "validation"],
  ])("%s is refused", async (what, body, status, code) => {
    const headers: Record<string, string> =
      what === "a form" ? { "content-type": "application/x-www-form-urlencoded" } : {};
    const response = await call({ as: script, body, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status, code });
  });
});

describe("a body that takes its time", () => {
  /** Arrives in two parts; between them `meanwhile` is done. */
  async function sendSlowly(meanwhile: () => Promise<unknown>): Promise<Response> {
    const { id: sessionId, expiresAt } = script.session;
    const token = await signApiToken(runtime, { sessionId, expiresAt });
    const parts = ["{", '"name":"n"}'];
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (parts.length === 1) await meanwhile();
          const part = parts.shift();
          if (part === undefined) controller.close();
          else controller.enqueue(Buffer.from(part));
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body, duplex: "half" as const };
    const request = new Request(`${TEST_ORIGIN}/api/things/abc`, init);
    return handleRoute(runtime, things, { request, params: { id: "abc" } });
  }

  test("is acted on like any other", async () => {
    expect((await sendSlowly(async () => undefined)).status).toBe(201);
  });

  test.each([
    ["session", 401, () => runtime.db.write((tx) => tx.update(sessions).set({ endedAt: 1 }))],
    ["account", 401, () => runtime.db.write((tx) => tx.update(users).set({ active: false }))],
    ["right", 403, () => runtime.db.write((tx) => tx.update(users).set({ role: "viewer" }))],
  ])("does nothing for whoever lost the %s meanwhile", async (_what, status, meanwhile) => {
    expect((await sendSlowly(meanwhile)).status).toBe(status);
    expect(calls).toEqual([]);
  });
});

describe("errors", () => {
  test.each([
    [new NotFoundError("The thing"), 404, "not_found"],
    [new ConflictError("Busy.", { link: "/backups/bak_1" }), 409, "conflict"],
    [new UpstreamError("AWS did not answer."), 502, "upstream"],
    [awsError("unknown"), 502, "upstream"],
    [awsError("refused"), 409, "upstream"],
    [awsError("later"), 429, "upstream"],
    [awsError("not_sent", "BudgetExhausted"), 429, "upstream"],
    [new UnavailableError("Going down."), 503, "unavailable"],
    [new InternalError(), 500, "internal"],
  ])("%o becomes %i", async (error, status, code) => {
    failure = error;
    const response = await call({ as: script });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, detail: error.message });
  });

  test("a limit says when to come back", async () => {
    failure = new LimitExceededError("Slow down.", { retryAfterMs: 1_500 });
    const response = await call({ as: script });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("2");
  });

  test("internal texts stay inside", async () => {
    failure = new Error("SQLITE_ERROR: no such column: password_hash");
    const response = await call({ as: script });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/SQLITE|password_hash|stack/);
  });
});
