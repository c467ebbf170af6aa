import { afterEach, beforeEach, expect, test } from "vitest";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { eventHubOf } from "#lib/events/event-hub";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute } from "#lib/testing/web-client";
import { liveEvents } from "./events/declaration";

let runtime: TestRuntime;
let as: SessionWithUser;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { role: "viewer" });
  as = await createTestSession(runtime, { user, kind: "api" });
});
afterEach(async () => {
  eventHubOf(runtime).close();
  await runtime.close();
});

test("a process that goes down ends the streams it has, and says when to ask again", async () => {
  const before = await callRoute(runtime, liveEvents, { as });
  expect(before.status).toBe(200);
  eventHubOf(runtime).close();
  expect(await before.text()).not.toContain("event:");
  const after = await callRoute(runtime, liveEvents, { as });
  expect(after.status).toBe(503);
  expect(after.headers.get("retry-after")).toBe("5");
  expect(await after.json()).toMatchObject({ code: "unavailable", title: "Service unavailable" });
});
