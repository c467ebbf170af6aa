import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { pipeToNodeResponse } from "next/dist/server/pipe-readable";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SessionWithUser } from "../auth/sessions.repo";
import { markEnded } from "../auth/sessions.repo";
import { users } from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser } from "../testing/people";
import { callRoute } from "../testing/web-client";
import { declareRoute } from "./declare-route";

let runtime: TestRuntime;
let script: SessionWithUser;
let asked: number;
let cancelled: boolean;
/** What the parts after the first wait for. */
let opened: Promise<unknown>;

/** Three parts, and no more of them than were asked for. */
const slow = declareRoute({
  method: "GET",
  path: "/api/things/export",
  summary: "Test",
  tag: "Test",
  permission: "backups.create",
  responses: { 200: "text/csv" },
  handle: async () => ({
    status: 200,
    body: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          asked += 1;
          if (asked > 1) await opened;
          if (asked > 3) controller.close();
          else controller.enqueue(Buffer.from(`part ${asked}\n`));
        },
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    ),
  }),
});

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { role: "operator" });
  script = await createTestSession(runtime, { user, kind: "api" });
  asked = 0;
  cancelled = false;
  opened = Promise.resolve();
});
afterEach(() => runtime.close());

async function open() {
  const response = await callRoute(runtime, slow, { as: script });
  if (response.status !== 200 || !response.body) throw new Error("It begins.");
  const reader = response.body.getReader();
  return async () => Buffer.from((await reader.read()).value ?? []).toString();
}
const changeUser = (set: Partial<typeof users.$inferInsert>) =>
  runtime.db.write((tx) => tx.update(users).set(set).where(eq(users.id, script.user.id)));

test("is passed on whole to whoever may have it all the while", async () => {
  const response = await callRoute(runtime, slow, { as: script });
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(await response.text()).toBe("part 1\npart 2\npart 3\n");
});

test.each([
  [
    "the session is revoked",
    "unauthorized",
    () =>
      runtime.db.write((tx) =>
        markEnded(tx, { id: script.session.id, at: runtime.clock.now(), reason: "revoked" }),
      ),
  ],
  ["the role is lowered", "forbidden", () => changeUser({ role: "viewer" })],
  ["the person is deactivated", "unauthorized", () => changeUser({ active: false })],
  ["an account is taken away", "forbidden", () => changeUser({ accountRefs: ["acc_other"] })],
  ["the password must be changed", "forbidden", () => changeUser({ mustChangePassword: true })],
])("breaks off, visibly, when %s", async (_what, code, change) => {
  const next = await open();
  expect(await next()).toBe("part 1\n");
  await change();
  await expect(next()).rejects.toMatchObject({ cause: { code } });
  expect(cancelled).toBe(true);
  expect(asked).toBe(2);
});

test("does not end as if it were whole when the right is lost before the end", async () => {
  const next = await open();
  for (const number of [1, 2, 3]) expect(await next()).toBe(`part ${number}\n`);
  await changeUser({ role: "viewer" });
  await expect(next()).rejects.toMatchObject({ cause: { code: "forbidden" } });
});

test("is read no further once the reader has gone", async () => {
  const response = await callRoute(runtime, slow, { as: script });
  await response.body?.cancel();
  expect([asked, cancelled]).toEqual([0, true]);
});

test("breaks off the connection through Next, which takes it for no failure of its own", async () => {
  const gate = new EventEmitter();
  opened = once(gate, "open");
  const { body } = await callRoute(runtime, slow, { as: script });
  if (!body) throw new Error("It has one.");
  const server = createServer().listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const piped = once(server, "request").then(([, response]) =>
      pipeToNodeResponse(body, response),
    );
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    await changeUser({ role: "viewer" });
    gate.emit("open");
    await expect(answer.text()).rejects.toThrow("terminated");
    await expect(piped).resolves.toBeUndefined();
  } finally {
    server.close();
  }
});
