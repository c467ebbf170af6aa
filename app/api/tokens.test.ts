import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createLogger } from "#lib/logger";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute } from "#lib/testing/web-client";
import { declareRoute } from "#lib/web/declare-route";
import { listAllBackups } from "./backups/declaration";
import { exportAllBackups } from "./backups/export/declaration";
import { liveEvents } from "./events/declaration";
import { me } from "./me/declaration";
import { addToken, listMyTokens } from "./tokens/declaration";
import { revokeOneOfMyTokens } from "./tokens/[id]/declaration";

let runtime: TestRuntime;
let as: SessionWithUser;
let logged: string;

beforeEach(async () => {
  runtime = await createTestRuntime();
  logged = "";
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    logged += chunk.toString();
    done();
  };
  const destination = new Writable({ write });
  runtime.log = createLogger({ component: "test", level: "trace", destination });
  const user = await createTestUser(runtime, { role: "operator" });
  as = await createTestSession(runtime, { user, kind: "web" });
});
afterEach(() => runtime.close());

const Made = z.object({ id: z.string(), token: z.string() });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function make(scopes: readonly string[]) {
  const answer = await callRoute(runtime, addToken, { as, body: { name: "ci", scopes } });
  expect(answer.status).toBe(201);
  return Made.parse(await answer.json());
}

test("opens what its scopes say, for the time it lives, and is named by /api/me", async () => {
  const { id, token } = await make(["backups.read", "instances.read"]);
  expect((await callRoute(runtime, listAllBackups, bearer(token))).status).toBe(200);
  expect(await (await callRoute(runtime, me, bearer(token))).json()).toMatchObject({
    permissions: ["account.read", "backups.read", "instances.read"],
    session: null,
    token: { id, name: "ci" },
  });
  const listed = await callRoute(runtime, listMyTokens, bearer(token));
  expect(listed.status).toBe(403);
  expect((await callRoute(runtime, addToken, { ...bearer(token), body: {} })).status).toBe(403);
  await callRoute(runtime, revokeOneOfMyTokens, { as, params: { id } });
  expect((await callRoute(runtime, me, bearer(token))).status).toBe(401);
});

test("cannot have live updates, and is told so", async () => {
  const body = { name: "ci", scopes: ["events.read"] };
  expect((await callRoute(runtime, addToken, { as, body })).status).toBe(422);
  const { token } = await make(["backups.read"]);
  const answer = await callRoute(runtime, liveEvents, bearer(token));
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({
    code: "forbidden",
    suggestion: "No token can: sign in at /api/login.",
  });
});

test("in a cookie, or in the place of another scheme, is nothing", async () => {
  const { token } = await make(["backups.read"]);
  const wrongPlaces: Array<Record<string, string>> = [
    { cookie: `amivault-session=${token}` },
    { authorization: `Basic ${token}` },
    { authorization: token },
  ];
  for (const headers of wrongPlaces) {
    expect((await callRoute(runtime, me, { headers })).status).toBe(401);
  }
  expect((await callRoute(runtime, me, { query: `?token=${token}` })).status).toBe(401);
});

test("of an answer that is on its way breaks it off when it is revoked", async () => {
  const { id, token } = await make(["backups.read"]);
  const slow = declareRoute({
    ...exportAllBackups,
    responses: { 200: "text/csv" },
    handle: async () => ({
      status: 200,
      body: new ReadableStream<Uint8Array>(
        { pull: (controller) => controller.enqueue(Buffer.from("row\n")) },
        { highWaterMark: 0 },
      ),
    }),
  });
  const answer = await callRoute(runtime, slow, bearer(token));
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await callRoute(runtime, revokeOneOfMyTokens, { as, params: { id } });
  await expect(reader?.read()).rejects.toMatchObject({ cause: { code: "unauthorized" } });
});

test("has idempotency keys of its own, apart from its user's", async () => {
  const things = declareRoute({
    method: "POST",
    path: "/api/things",
    summary: "Test",
    tag: "Test",
    permission: "backups.create",
    body: z.object({}),
    idempotent: true,
    responses: { 201: z.object({ by: z.string() }) },
    handle: async ({ ctx }) => ({ status: 201, body: { by: ctx.actor.type } }),
  });
  const { token } = await make(["backups.create"]);
  const key = { "idempotency-key": "one" };
  const byUser = await callRoute(runtime, things, { as, headers: key, body: {} });
  expect(await byUser.json()).toEqual({ by: "user" });
  const headers = { ...bearer(token).headers, ...key };
  for (const replayed of [null, "true"]) {
    const byToken = await callRoute(runtime, things, { headers, body: {} });
    expect(await byToken.json()).toEqual({ by: "token" });
    expect(byToken.headers.get("idempotency-replayed")).toBe(replayed);
  }
});

test("is in no line of the log, right or wrong", async () => {
  const { token } = await make(["backups.read"]);
  const wrong = `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`;
  await callRoute(runtime, me, bearer(token));
  expect((await callRoute(runtime, me, bearer(wrong))).status).toBe(401);
  expect(logged).toContain("/api/tokens");
  expect(logged).not.toContain("amivault_pat_");
});
