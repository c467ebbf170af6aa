import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY } from "../clock";
import type { Mode } from "../config";
import { leases } from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createClockTimers, type ClockTimers } from "../testing/clock-timers";
import { listKnowingProcesses } from "../vault/known-keys.repo";
import { acquireLease, releaseLease } from "./acquire-lease";
import { LOCK_RENEW_MS, LOCK_TTL_MS, lockProcess } from "./process-lock";
import { waitForProcessLock } from "./wait-for-process-lock";

let runtime: TestRuntime;
let timers: ClockTimers;
let lost: Error[];

beforeEach(async () => {
  runtime = await createTestRuntime();
  timers = createClockTimers(runtime.clock);
  lost = [];
});
afterEach(() => runtime.close());

const onLost = (error: Error) => void lost.push(error);
const lock = (mode: Mode) => lockProcess({ runtime, mode, timers, onLost });

test("an embedded process runs alone: no second embedded, web or worker beside it", async () => {
  await lock("embedded");
  await expect(lock("embedded")).rejects.toThrow(
    /in use by another process: embedded on .*process/,
  );
  await expect(lock("web")).rejects.toThrow(/belongs to an embedded process: embedded on/);
  await expect(lock("worker")).rejects.toMatchObject({
    suggestion: expect.stringMatching(/free in 10 s/),
  });
});

test("web and workers run beside each other and keep an embedded one out", async () => {
  await lock("web");
  await lock("worker");
  await lock("worker");
  await expect(lock("embedded")).rejects.toThrow(/in use by another process: (web|worker) on/);
});

test("two that start at once do not both get the lock", async () => {
  const results = await Promise.allSettled([lock("embedded"), lock("embedded"), lock("web")]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
});

test("a lock that is renewed holds; one that is not is free after ten seconds", async () => {
  await lock("embedded");
  for (let i = 0; i < 5; i++) await timers.advance(LOCK_RENEW_MS);
  await expect(lock("worker")).rejects.toThrow("belongs to an embedded process");
  // The holder is gone: nothing renews any more.
  runtime.clock.advance(LOCK_TTL_MS);
  await lock("worker");
  expect(lost).toEqual([]);
});

test("a released lock is free at once, and so is all else the process held", async () => {
  const held = await lock("embedded");
  const ledger = { name: "ledger", owner: held.owner, description: "", ttlMs: 30_000 };
  expect(await acquireLease(runtime, ledger)).toBe(true);
  await held.release();
  await lock("web");
  const left = await runtime.db.read.select().from(leases);
  expect(left.map(({ name }) => name.split(":")[0])).toEqual(["process", "keys"]);
});

test("a process that was stopped past its lock learns that another took over", async () => {
  await lock("embedded");
  runtime.clock.advance(LOCK_TTL_MS);
  await lock("worker");
  await timers.advance(LOCK_RENEW_MS);
  expect(lost.map((error) => error.message)).toEqual([
    expect.stringMatching(/in use by another process: worker on/),
  ]);
});

test("a named lease has one owner until it is released or has run out", async () => {
  const claim = (owner: string) =>
    acquireLease(runtime, { name: "ledger", owner, description: "", ttlMs: 30_000 });
  expect(await claim("a")).toBe(true);
  expect(await claim("b")).toBe(false);
  runtime.clock.advance(20_000);
  expect(await claim("a")).toBe(true);
  runtime.clock.advance(29_999);
  expect(await claim("b")).toBe(false);
  runtime.clock.advance(1);
  expect(await claim("b")).toBe(true);
  await releaseLease(runtime, { name: "ledger", owner: "a" });
  expect(await claim("a")).toBe(false);
  await releaseLease(runtime, { name: "ledger", owner: "b" });
  expect(await claim("a")).toBe(true);
});

test("a lease of a clock that was ahead holds up nobody", async () => {
  const claim = (owner: string) =>
    acquireLease(runtime, { name: "ledger", owner, description: "", ttlMs: 30_000 });
  runtime.clock.advance(DAY);
  expect(await claim("a")).toBe(true);
  runtime.clock.advance(-DAY);
  expect(await claim("b")).toBe(true);
  expect(await claim("c")).toBe(false);
});

test("a restart outlives the lock of a process that was killed under a clock that was ahead", async () => {
  runtime.clock.advance(DAY);
  const dead = await lockProcess({ runtime, mode: "embedded", timers: neverFiring, onLost });
  const ledger = { name: "ledger", owner: dead.owner, description: "", ttlMs: 30_000 };
  await acquireLease(runtime, ledger);
  runtime.clock.advance(-DAY);
  const waiting = waitForProcessLock({ runtime, mode: "embedded", timers, onLost });
  await settled();
  await timers.advance(2 * LOCK_TTL_MS);
  const { owner } = await waiting;
  expect(owner).not.toBe(dead.owner);
  expect(await runtime.db.read.select().from(leases)).toMatchObject([
    { name: "process:embedded", owner },
    { name: `keys:${owner}`, owner, description: "k1" },
  ]);
});

test("a restart waits for the lock of a process that was killed, and gets it", async () => {
  await lockProcess({ runtime, mode: "embedded", timers: neverFiring, onLost: () => undefined });
  const waiting = waitForProcessLock({
    runtime,
    mode: "embedded",
    timers,
    onLost,
  });
  const ended = waiting.then(() => runtime.clock.now());
  const beganAt = runtime.clock.now();
  await settled();
  await timers.advance(2 * LOCK_TTL_MS);
  const waitedMs = (await ended) - beganAt;
  expect(waitedMs).toBeGreaterThanOrEqual(LOCK_TTL_MS);
});

test("a restart beside a process that lives is refused as soon as it renews", async () => {
  await lock("embedded");
  const outcome = waitForProcessLock({
    runtime,
    mode: "worker",
    timers,
    onLost,
  }).then(
    () => "locked",
    (error: unknown) => (error instanceof Error ? error.message : "?"),
  );
  await settled();
  await timers.advance(LOCK_RENEW_MS + 1_000);
  expect(await outcome).toContain("belongs to an embedded process");
});

const neverFiring = { after: () => () => undefined };

/** What was begun has looked at the database once. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("beside its lock stands which keys a process knows, and since when", async () => {
  const begun = runtime.clock.now();
  const held = await lock("worker");
  await timers.advance(5 * LOCK_RENEW_MS);
  const known = await listKnowingProcesses(runtime.db.read, runtime.clock.now());
  expect(known).toEqual([
    {
      description: expect.stringMatching(/^worker on/),
      answersRequests: false,
      keyIds: ["k1"],
      since: begun,
    },
  ]);
  await held.release();
  expect(await listKnowingProcesses(runtime.db.read, runtime.clock.now())).toEqual([]);
});
