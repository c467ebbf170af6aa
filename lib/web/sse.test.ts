import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endSession } from "../auth/end-session";
import { actingAs } from "../auth/as-user";
import { proveIdentity } from "../auth/prove-identity";
import type { Context } from "../context";
import { events, sessions, users } from "../db/schema";
import { emitEvent, type NewEvent } from "../events/emit-event";
import { EventHub } from "../events/event-hub";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "../testing/people";
import { createTestTimers, type TestTimers } from "../testing/test-timers";
import { HEARTBEAT_MS, STREAM_MS_MAX, streamEvents } from "./sse";

let runtime: TestRuntime;
let timers: TestTimers;
let hub: EventHub;
let ctx: Context;

beforeEach(async () => {
  runtime = await createTestRuntime();
  timers = createTestTimers();
  hub = new EventHub(runtime, timers);
  ctx = await signedIn();
});
afterEach(async () => {
  hub.close();
  await runtime.close();
});

async function signedIn(overrides: Parameters<typeof createTestUser>[1] = {}): Promise<Context> {
  const user = await createTestUser(runtime, overrides);
  return actingAs(
    anonymousContext(runtime),
    await createTestSession(runtime, { user, kind: "web" }),
  );
}

const emit = (event: Partial<NewEvent> = {}) =>
  runtime.db.write((tx) =>
    emitEvent(runtime, tx, {
      type: "backup.changed",
      entityId: "bak_1",
      accountRef: null,
      ...event,
    }),
  );

/** Reads a stream as a browser does: messages with id, event and data. */
async function open(as: Context, afterId: number | null = null) {
  const abort = new AbortController();
  const stream = await streamEvents(as, { hub, afterId, signal: abort.signal, timers });
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`The stream ended before ${pattern}: ${text}`);
      text += decoder.decode(value, { stream: true });
    }
    return text;
  };
  const toEnd = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return text;
      text += decoder.decode(value, { stream: true });
    }
  };
  return { abort, until, toEnd, cancel: () => reader.cancel() };
}

describe("streamEvents", () => {
  test("hands on what is committed after the start, with id, type and data", async () => {
    await emit({ entityId: "bak_before" });
    const page = await open(ctx);
    await emit({ entityId: "bak_after", data: { status: "pending" } });
    const text = await page.until(/bak_after/);
    expect(text).toContain(
      'id: 2\nevent: backup.changed\ndata: {"type":"backup.changed","entityId":"bak_after","data":{"status":"pending"}}\n\n',
    );
    expect(text).toContain("retry: 1000\n\nid: 1\n\n");
    expect(text).not.toContain("bak_before");
  });

  test("resumes after the last event the browser saw, each event once", async () => {
    for (const entityId of ["bak_1", "bak_2", "bak_3"]) await emit({ entityId });
    const page = await open(ctx, 1);
    await emit({ entityId: "bak_4" });
    const text = await page.until(/bak_4/);
    expect(text.match(/bak_\d/g)).toEqual(["bak_2", "bak_3", "bak_4"]);
  });

  test("tells the page to read anew when its place in the outbox is gone", async () => {
    for (let at = 0; at < 3; at++) await emit({ entityId: `bak_${at}` });
    await runtime.db.write(async (tx) => {
      await tx.delete(events);
    });
    await emit({ entityId: "bak_new" });
    const page = await open(ctx, 1);
    expect(await page.until(/reset/)).toContain("id: 4\nevent: reset\n");
    await emit({ entityId: "bak_next" });
    expect(await page.until(/bak_next/)).toContain("id: 5\nevent: backup.changed\n");
  });

  test("a page that is ahead of the outbox, as after a restored database, starts anew from what there is", async () => {
    for (let at = 0; at < 3; at++) await emit({ entityId: `bak_${at}` });
    const page = await open(ctx, 900);
    expect(await page.until(/reset/)).toContain("id: 3\nevent: reset\n");
    await emit({ entityId: "bak_next" });
    expect(await page.until(/bak_next/)).toContain("id: 4\n");
  });

  test("hears of committed rows without a wake-up, by its slow poll", async () => {
    const page = await open(ctx);
    await runtime.db.write(async (tx) => {
      await tx.insert(events).values({ at: 0, type: "backup.changed", entityId: "bak_poll" });
    });
    timers.advance(5_000);
    expect(await page.until(/bak_poll/)).toContain("bak_poll");
  });

  test("keeps other accounts' events from a limited role, and moves its position on", async () => {
    const limited = await signedIn({ role: "operator", accountRefs: ["acc_mine"] });
    const page = await open(limited);
    await emit({ entityId: "bak_theirs", accountRef: "acc_theirs" });
    await emit({ entityId: "bak_mine", accountRef: "acc_mine" });
    const text = await page.until(/bak_mine/);
    expect(text).not.toContain("bak_theirs");
    expect(text).toContain("id: 1\n\n");
  });

  test("tells of several accounts only who sees every one of them", async () => {
    const limited = await signedIn({ role: "operator", accountRefs: ["acc_a", "acc_b"] });
    const page = await open(limited);
    const changed = { type: "rule.changed", accountRef: null };
    await emit({ ...changed, entityId: "rul_wider", accountRefs: ["acc_a", "acc_c"] });
    await emit({ ...changed, entityId: "rul_own", accountRefs: ["acc_a", "acc_b"] });
    await emit({ ...changed, entityId: "rul_all" });
    const text = await page.until(/rul_all/);
    expect(text).toContain("rul_own");
    expect(text).not.toMatch(/rul_wider|acc_/);
  });

  test("keeps users from viewers, but for themselves, and unknown types from everyone", async () => {
    const viewer = await signedIn({ role: "viewer" });
    const page = await open(viewer);
    const self = viewer.actor.type === "user" ? viewer.actor.userId : "";
    await emit({ type: "user.changed", entityId: "usr_other" });
    await emit({ type: "secret.changed", entityId: "sec_1" });
    await emit({ type: "constructor.changed", entityId: "sec_2" });
    await emit({ type: "user.changed", entityId: self });
    expect(await page.until(new RegExp(self))).not.toMatch(/usr_other|sec_\d/);
  });

  test("is closed at once by signing out", async () => {
    const page = await open(ctx);
    await endSession(ctx);
    expect(await page.toEnd()).not.toContain("user.changed");
    expect(hub.size).toBe(0);
  });

  test("of a session that has another id now is closed without a word more, to be asked for anew soon", async () => {
    const stream = await open(ctx);
    await stream.until(/retry: 1000/);
    const fresh = await proveIdentity(ctx, { password: TEST_PASSWORD });
    expect(await stream.toEnd()).toMatch(/retry: 100\n\n$/);
    const after = await open(actingAs(anonymousContext(runtime), fresh), 0);
    await after.until(/event: user.changed/);
    await after.cancel();
  });

  test("a deactivated user hears nothing more, and is cut off by the next heartbeat", async () => {
    const page = await open(ctx);
    await runtime.db.write(async (tx) => {
      await tx.update(users).set({ active: false });
    });
    timers.advance(HEARTBEAT_MS);
    await emit();
    expect(await page.toEnd()).not.toContain("backup.changed");
  });

  test("hears by the rights of now: a role that was lowered", async () => {
    const page = await open(ctx);
    await runtime.db.write(async (tx) => {
      await tx.update(users).set({ role: "viewer" });
    });
    await emit({ type: "user.changed", entityId: "usr_other" });
    await emit({ entityId: "bak_end" });
    expect(await page.until(/bak_end/)).not.toContain("usr_other");
  });

  test("beats, and ends after five minutes, leaving nothing behind", async () => {
    const page = await open(ctx);
    timers.advance(HEARTBEAT_MS);
    await page.until(/event: beat\n/);
    timers.advance(STREAM_MS_MAX);
    await page.toEnd();
    expect(hub.size).toBe(0);
    expect(timers.waiting).toBe(0);
  });

  test("never counts as activity of the session", async () => {
    const seen = async () => (await runtime.db.read.select().from(sessions))[0]?.lastSeenAt;
    const before = await seen();
    const page = await open(ctx);
    runtime.clock.advance(10 * 60_000);
    timers.advance(HEARTBEAT_MS);
    await page.until(/event: beat\n/);
    expect(await seen()).toBe(before);
  });

  test.each(["abort", "cancel"] as const)("lets go when the browser leaves (%s)", async (how) => {
    const page = await open(ctx);
    if (how === "abort") page.abort.abort();
    else await page.cancel();
    expect(hub.size).toBe(0);
    expect(timers.waiting).toBe(0);
  });

  test("a stream of a request that is gone already is not kept", async () => {
    const abort = new AbortController();
    abort.abort();
    await streamEvents(ctx, { hub, afterId: null, signal: abort.signal, timers });
    expect(hub.size).toBe(0);
  });

  test("one person has thirty streams at most, others are not kept out", async () => {
    for (let at = 0; at < 30; at++) await open(ctx);
    await expect(open(ctx)).rejects.toMatchObject({ code: "limit_exceeded" });
    await expect(open(await signedIn())).resolves.toBeDefined();
  });

  test("ends for everyone when the process shuts down, and asks the next to come back", async () => {
    const pages = [await open(ctx), await open(ctx)];
    hub.close();
    for (const page of pages) await page.toEnd();
    await expect(open(ctx)).rejects.toMatchObject({
      code: "unavailable",
      retryAfterMs: 5_000,
    });
  });
});
