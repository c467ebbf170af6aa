import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { sessions, users } from "../db/schema";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser } from "../testing/people";
import { endSession } from "./end-session";
import { findSession } from "./find-session";
import { API_TOKEN_MS } from "./session-limits";

const SESSION_IDLE_MS = 12 * HOUR;
const SESSION_ABSOLUTE_MS = 7 * 24 * HOUR;
import type { SessionWithUser } from "./sessions.repo";
import { actingAs } from "./as-user";

let runtime: TestRuntime;
let web: SessionWithUser;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime);
  web = await createTestSession(runtime, { user, kind: "web" });
});
afterEach(() => runtime.close());

const find = (counts = true) =>
  findSession(runtime, { sessionId: web.session.id, kind: "web", counts });

const put = (change: Partial<typeof sessions.$inferInsert>) =>
  runtime.db.write(async (tx) => {
    await tx.update(sessions).set(change);
  });

describe("findSession", () => {
  test("finds the live session with the user as they are now", async () => {
    await runtime.db.write(async (tx) => {
      await tx.update(users).set({ role: "viewer" });
    });
    expect(await find()).toMatchObject({ user: { role: "viewer" } });
  });

  test.each([{ active: false }, { deletedAt: 1 }])(
    "is null at once for a user with %o",
    async (c) => {
      await runtime.db.write(async (tx) => {
        await tx.update(users).set(c);
      });
      expect(await find()).toBeNull();
    },
  );

  test("is null at once after signing out, in every process", async () => {
    const other = await createTestRuntime({ folder: runtime.folder, seed: "other" });
    await endSession(actingAs(anonymousContext(other), web));
    await other.close();
    expect(await find()).toBeNull();
  });

  test("ends without a request for the idle limit, and lives on with one", async () => {
    runtime.clock.advance(SESSION_IDLE_MS - 1);
    expect(await find()).not.toBeNull();
    runtime.clock.advance(SESSION_IDLE_MS - 1);
    expect(await find()).not.toBeNull();
    runtime.clock.advance(SESSION_IDLE_MS);
    expect(await find()).toBeNull();
  });

  test("live updates do not keep it alive", async () => {
    for (let hour = 0; hour < 11; hour++) {
      runtime.clock.advance(HOUR);
      expect(await find(false)).not.toBeNull();
    }
    runtime.clock.advance(HOUR);
    expect(await find(false)).toBeNull();
  });

  test("ends at the absolute limit, however busy", async () => {
    for (let at = 0; at < SESSION_ABSOLUTE_MS - HOUR; at += HOUR) {
      runtime.clock.advance(HOUR);
      expect(await find()).not.toBeNull();
    }
    runtime.clock.advance(HOUR);
    expect(await find()).toBeNull();
  });

  test("a browser's session is no script's, and the other way round", async () => {
    const sessionId = web.session.id;
    expect(await findSession(runtime, { sessionId, kind: "api", counts: true })).toBeNull();
    const api = await createTestSession(runtime, { user: web.user, kind: "api" });
    const asWeb = { sessionId: api.session.id, kind: "web", counts: true } as const;
    expect(await findSession(runtime, asWeb)).toBeNull();
    expect(api.session.expiresAt).toBe(runtime.clock.now() + API_TOKEN_MS);
  });

  test("a proof from the future, where the clock went back, is none", async () => {
    runtime.clock.advance(2 * HOUR);
    await put({ provenAt: runtime.clock.now(), lastSeenAt: runtime.clock.now() });
    runtime.clock.set(runtime.clock.now() - MINUTE);
    expect(await find()).toMatchObject({ session: { provenAt: runtime.clock.now() + MINUTE } });
    runtime.clock.set(runtime.clock.now() - 1);
    expect(await find()).toMatchObject({ session: { provenAt: 0 } });
  });

  test("one seen in the future has idled since it began", async () => {
    const idleSince = runtime.clock.now();
    await put({ lastSeenAt: idleSince + 5 * SESSION_IDLE_MS });
    runtime.clock.advance(SESSION_IDLE_MS - 1);
    expect(await find(false)).not.toBeNull();
    runtime.clock.advance(1);
    expect(await find(false)).toBeNull();
  });

  test("the first sight after the clock went back is written, and counts from then on", async () => {
    runtime.clock.advance(2 * MINUTE);
    await put({ lastSeenAt: runtime.clock.now() + HOUR });
    await find();
    const [row] = await runtime.db.read.select().from(sessions);
    expect(row?.lastSeenAt).toBe(runtime.clock.now());
  });

  test("one that began in the future is over, also once that time has come", async () => {
    const began = web.session.createdAt;
    runtime.clock.set(began - 2 * MINUTE);
    expect(await find()).toBeNull();
    const [row] = await runtime.db.read.select().from(sessions);
    expect(row?.endedReason).toBe("clock_went_back");
    runtime.clock.set(began);
    expect(await find()).toBeNull();
  });

  test("writes at most once a minute", async () => {
    const seen = async () => (await runtime.db.read.select().from(sessions))[0]?.lastSeenAt;
    const first = await seen();
    runtime.clock.advance(MINUTE - 1);
    await find();
    expect(await seen()).toBe(first);
    runtime.clock.advance(1);
    await find();
    expect(await seen()).toBe(runtime.clock.now());
  });
});
