import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../clock";
import type { Context } from "../context";
import { auditEntries, guesses, sessions, users } from "../db/schema";
import { UnauthorizedError } from "../errors";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "../testing/people";
import { SESSIONS_PER_USER_MAX } from "./session-limits";
import { updateLastSeen } from "./sessions.repo";
import { signIn } from "./sign-in";

let runtime: TestRuntime;
let ctx: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ctx = anonymousContext(runtime);
});
afterEach(() => runtime.close());

const from = (address: string): Context => ({ ...ctx, address });
const attempt = (as: Context, username: string, password: string) =>
  signIn(as, { username, password, kind: "web", userAgent: "test" });
const failure = (as: Context, username: string, password = "wrong-wrong-wrong") =>
  attempt(as, username, password).then(
    () => null,
    (error: unknown) => error,
  );
const auditActions = async () =>
  (await runtime.db.read.select().from(auditEntries)).map((entry) => entry.action);

describe("signIn", () => {
  test("opens a session as a row, notes the instant, and audits", async () => {
    const user = await createTestUser(runtime, { username: "Zoë" });
    const { session } = await attempt(ctx, "  zoË ", TEST_PASSWORD);
    expect(session).toMatchObject({ userId: user.id, kind: "web", address: ctx.address });
    const [row] = await runtime.db.read.select().from(users).where(eq(users.id, user.id));
    expect(row?.lastSignInAt).toBe(runtime.clock.now());
    expect(await auditActions()).toEqual(["session.start"]);
  });

  test("ends the session that was unseen the longest once there are too many", async () => {
    const user = await createTestUser(runtime, { username: "busy" });
    const neighbour = await createTestUser(runtime, { username: "neighbour" });
    const others = await createTestSession(runtime, { user: neighbour, kind: "web" });
    const old: string[] = [];
    for (let n = 0; n < SESSIONS_PER_USER_MAX; n++) {
      runtime.clock.advance(1);
      old.push((await createTestSession(runtime, { user, kind: "web" })).session.id);
    }
    const [oldest = "", second = ""] = old;
    runtime.clock.advance(1);
    await runtime.db.write((tx) => updateLastSeen(tx, { id: oldest, at: runtime.clock.now() }));
    const { session } = await attempt(ctx, "busy", TEST_PASSWORD);
    const rows = await runtime.db.read.select().from(sessions);
    const ended = rows.filter(({ endedAt }) => endedAt !== null);
    expect(ended.map(({ id, endedReason }) => [id, endedReason])).toEqual([[second, "too_many"]]);
    const live = rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
    expect(live).toContain(session.id);
    expect(live).toContain(others.session.id);
    expect(await auditActions()).toEqual(["session.start", "session.end_surplus"]);
  });

  test("of a script that never signs out ends none of its person's browsers", async () => {
    const user = await createTestUser(runtime, { username: "busy" });
    const browser = await createTestSession(runtime, { user, kind: "web" });
    const scripts: string[] = [];
    for (let n = 0; n < SESSIONS_PER_USER_MAX; n++) {
      runtime.clock.advance(1);
      scripts.push((await createTestSession(runtime, { user, kind: "api" })).session.id);
    }
    const given = { username: "busy", password: TEST_PASSWORD, userAgent: "test" };
    await signIn(ctx, { ...given, kind: "api" });
    await signIn(ctx, { ...given, kind: "web" });
    const rows = await runtime.db.read.select().from(sessions);
    const ended = rows.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id);
    expect(ended).toEqual([scripts[0]]);
    expect(ended).not.toContain(browser.session.id);
  });

  test("ends for it what is not believed, because the clock went back, before what is", async () => {
    const user = await createTestUser(runtime, { username: "busy" });
    const open = async () => (await createTestSession(runtime, { user, kind: "web" })).session.id;
    const now = runtime.clock.now();
    const real = await open();
    runtime.clock.set(now + HOUR);
    for (let n = 0; n < SESSIONS_PER_USER_MAX; n++) await open();
    await runtime.db.write((tx) => updateLastSeen(tx, { id: real, at: runtime.clock.now() }));
    runtime.clock.set(now + 1);
    const { session } = await attempt(ctx, "busy", TEST_PASSWORD);
    const rows = await runtime.db.read.select().from(sessions);
    const live = rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
    expect(live).toHaveLength(SESSIONS_PER_USER_MAX);
    expect(live).toEqual(expect.arrayContaining([real, session.id]));
  });

  test("gives one message for unknown, wrong, deactivated, deleted and oversized", async () => {
    await createTestUser(runtime, { username: "known" });
    await createTestUser(runtime, { username: "inactive", active: false });
    await createTestUser(runtime, { username: "deleted", deletedAt: 1 });
    const errors = [
      await failure(ctx, "nobody"),
      await failure(ctx, "known"),
      await failure(ctx, "inactive", TEST_PASSWORD),
      await failure(ctx, "deleted", TEST_PASSWORD),
      await failure(ctx, "known", TEST_PASSWORD + " ".repeat(400)),
    ];
    for (const error of errors) expect(error).toBeInstanceOf(UnauthorizedError);
    expect(new Set(errors.map((error) => String(error))).size).toBe(1);
  });

  test("verifies a password of the same cost for unknown users", async () => {
    await createTestUser(runtime, { username: "known" });
    await failure(from("198.51.100.1"), "warm-up");
    let at = 10;
    // The processor's time, of all threads: other programs on the machine do not count.
    const cost = async (username: string) => {
      const before = process.cpuUsage();
      await failure(from(`198.51.100.${at++}`), username);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 5; round++) {
      known.push(await cost("known"));
      unknown.push(await cost("nobody"));
    }
    // Without the work on a stand-in, an unknown name costs about a tenth.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
  });

  test("stores nothing that was typed into the name field", async () => {
    await failure(ctx, "my-secret-by-mistake");
    const stored = JSON.stringify([
      await runtime.db.read.select().from(guesses),
      await runtime.db.read.select().from(auditEntries),
    ]);
    expect(stored).not.toContain("my-secret-by-mistake");
    expect(stored).toContain("session.refuse");
  });
});
