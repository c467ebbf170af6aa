import { afterEach, beforeEach, expect, test } from "vitest";
import { TICK_LEASE, getReadiness } from "#lib/health/get-readiness";
import { stampLease } from "#lib/leases/stamp-lease";
import { createClockTimers, type ClockTimers } from "#lib/testing/clock-timers";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { deferred } from "#lib/testing/deferred";
import { TICK_STALE_MS, TickLoop, type Tick } from "./tick-loop";

let runtime: TestRuntime;
let timers: ClockTimers;
let ranAt: number[];
const job = { signal: new AbortController().signal };

beforeEach(async () => {
  runtime = await createTestRuntime();
  timers = createClockTimers(runtime.clock);
  ranAt = [];
});
afterEach(() => runtime.close());

const loopOf = (tick: Tick) =>
  new TickLoop({
    runtime,
    owner: "test",
    timers,
    tick: (given) => {
      ranAt.push(runtime.clock.now());
      return tick(given);
    },
  });

test("a due moment within the second is met on time", async () => {
  const start = runtime.clock.now();
  const loop = loopOf(async () => ({ nextDueAt: start + 400 }));
  await loop.run();
  await timers.advance(1_000);
  expect(ranAt).toEqual([start, start + 400]);
});

test("a due moment that is past or far away is left to the repeat", async () => {
  const start = runtime.clock.now();
  await loopOf(async () => ({ nextDueAt: start })).run();
  await loopOf(async () => ({ nextDueAt: start + 3_600_000 })).run();
  await timers.advance(10_000);
  expect(ranAt).toEqual([start, start]);
});

test("ticks of one process do not overlap", async () => {
  const gate = deferred();
  const loop = loopOf(() => gate.promise);
  const both = Promise.all([loop.run(), loop.run()]);
  gate.resolve();
  await both;
  expect(ranAt).toHaveLength(1);
});

test("the watch runs the tick when the last one is old, whoever ran it, and only then", async () => {
  const loop = loopOf(async () => undefined);
  await loop.watch.run(job);
  expect(ranAt).toHaveLength(1);
  await stampLease(runtime, { name: TICK_LEASE, owner: "another process" });
  runtime.clock.advance(TICK_STALE_MS);
  await loop.watch.run(job);
  expect(ranAt).toHaveLength(1);
  runtime.clock.advance(1);
  await loop.watch.run(job);
  expect(ranAt).toHaveLength(2);
});

test("no tick begins after stop", async () => {
  const start = runtime.clock.now();
  const loop = loopOf(async () => ({ nextDueAt: start + 500 }));
  await loop.run();
  await loop.stop();
  await timers.advance(1_000);
  expect(ranAt).toEqual([start]);
});

test("readiness tells how long ago any process looked for what is due", async () => {
  expect(await getReadiness(runtime)).toMatchObject({ ready: true, tickAgeSeconds: null });
  await loopOf(async () => undefined).run();
  runtime.clock.advance(7_000);
  expect(await getReadiness(runtime)).toMatchObject({ ready: true, tickAgeSeconds: 7 });
});
