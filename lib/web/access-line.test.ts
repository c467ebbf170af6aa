import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { signApiToken } from "../auth/api-token";
import { createLogger } from "../logger";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser } from "../testing/people";
import { TEST_ORIGIN, callRoute } from "../testing/web-client";
import { declareRoute } from "./declare-route";
import { refuseAddress } from "./refuse-address";
import { WebError } from "./web-error";
import { handleRoute } from "./handle-route";

let runtime: TestRuntime;
afterEach(() => runtime.close());

const things = declareRoute({
  method: "POST",
  path: "/api/things/{id}",
  summary: "Test",
  tag: "Test",
  permission: "users.write",
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string() }),
  responses: { 204: null },
  handle: async () => ({ status: 204 }),
});

test("each request is a line: what, who, from where and how it ended, refusals with their reason, and nothing it held", async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  runtime = await createTestRuntime({ overrides: { log } });
  const viewer = await createTestUser(runtime, { username: "viewer", role: "viewer" });
  const admin = await createTestUser(runtime, { username: "admin", role: "admin" });
  const byViewer = await createTestSession(runtime, { user: viewer, kind: "api" });
  const byAdmin = await createTestSession(runtime, { user: admin, kind: "api" });
  const sent = { params: { id: "private" }, body: { name: "private" }, address: "198.51.100.7" };
  await callRoute(runtime, things, sent);
  await callRoute(runtime, things, { ...sent, as: byViewer });
  await callRoute(runtime, things, { ...sent, as: byAdmin, body: { name: 7 } });
  await callRoute(runtime, things, { ...sent, as: byAdmin });
  const same = { method: "POST", route: "/api/things/{id}", address: "198.51.100.7" };
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { ...same, status: 401, code: "unauthorized", userId: null },
    { ...same, status: 403, code: "forbidden", userId: viewer.id },
    { ...same, status: 422, code: "validation", userId: admin.id },
    { ...same, status: 204, userId: admin.id },
  ]);
  expect(lines.at(-1)).not.toContain('"code"');
  expect(lines.join("")).not.toContain("private");
});

test("whoever goes away in the middle of a body is a line with that reason, and no error of ours", async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  runtime = await createTestRuntime({ overrides: { log } });
  const user = await createTestUser(runtime, { role: "admin" });
  const session = await createTestSession(runtime, { user, kind: "api" });
  const { id: sessionId, expiresAt } = session.session;
  const token = await signApiToken(runtime, { sessionId, expiresAt });
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('{"na')),
    pull: (controller) => controller.error(new Error("aborted")),
  });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body, duplex: "half" as const };
  const request = new Request(`${TEST_ORIGIN}/api/things/x`, init);
  const response = await handleRoute(runtime, things, { request, params: { id: "x" } });
  expect(response.status).toBe(400);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 30, route: "/api/things/{id}", status: 400, code: "incomplete_body" },
  ]);
});

test("a request at an address or by a method that nobody declared is a line too, without what it asked for", async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  runtime = await createTestRuntime({ overrides: { log } });
  const error = new WebError({ status: 404, code: "not_found", message: "There is nothing." });
  const headers = { "x-amivault-peer": "198.51.100.7" };
  const request = new Request("http://127.0.0.1/api/private?private", { headers });
  const answer = refuseAddress(runtime, { request, route: "/api/*", error });
  const { requestId } = await answer.json();
  expect(answer.status).toBe(404);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    {
      msg: "request",
      requestId,
      method: "GET",
      route: "/api/*",
      status: 404,
      code: "not_found",
      address: "198.51.100.7",
    },
  ]);
  expect(lines.join("")).not.toContain("private");
});
