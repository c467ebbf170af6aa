import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { HOUR } from "../clock";
import { createLogger } from "../logger";
import { closeRedis, connectRedis, waitForRedis } from "../redis";
import { hasRedis, startRedis, type TestRedis } from "../testing/redis-server";
import { createBullmqQueue } from "./bullmq-queue";
import { createBullmqRunner } from "./bullmq-runner";
import { toHandler, type JobDefinition } from "./queue";
import { describeQueue, type DriverUnderTest } from "./queue-conformance";

const log = createLogger({ component: "test", level: "silent" });
const look: JobDefinition<{ id: string }> = {
  name: "test.look",
  payload: z.object({ id: z.string() }),
  key: ({ id }) => id,
  concurrency: 2,
};

const realNow = Date.now;

describe.skipIf(!hasRedis)("Redis", () => {
  let server: TestRedis;
  let prefix = 0;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const open = async (shared?: string): Promise<DriverUnderTest> => {
    const options = { prefix: shared ?? `test-${prefix++}`, log };
    const producer = connectRedis({ url: server.url, purpose: "request", log });
    const consumer = connectRedis({ url: server.url, purpose: "worker", log });
    await waitForRedis(producer, 5_000);
    const queue = createBullmqQueue({ ...options, redis: producer });
    const runner = createBullmqRunner({ ...options, redis: consumer });
    return {
      queue,
      runner,
      async close() {
        await runner.stop({ drainMs: 0 });
        await queue.close();
        await closeRedis(producer);
        await closeRedis(consumer);
      },
    };
  };
  describeQueue("BullMQ", open);

  test("two workers share the jobs and run each once", async () => {
    const first = await open("shared");
    const second = await open("shared");
    const seen: string[] = [];
    const start = (driver: DriverUnderTest, mark: string) =>
      driver.runner.start({
        handlers: [
          toHandler({ definition: look, run: async ({ id }) => void seen.push(`${mark}-${id}`) }),
        ],
        repeats: [],
        onBroken: () => undefined,
      });
    await start(first, "first");
    await start(second, "second");
    const jobs = Array.from({ length: 200 }, (_, index) => ({ id: String(index) }));
    await first.queue.enqueue(look, jobs);
    await vi.waitFor(() => expect(seen).toHaveLength(200), { timeout: 10_000 });
    expect(new Set(seen.map((entry) => entry.split("-")[1])).size).toBe(200);
    await first.close();
    await second.close();
  });

  test("a repeat comes back after Redis was emptied", { timeout: 30_000 }, async () => {
    const driver = await open();
    let runs = 0;
    await driver.runner.start({
      handlers: [],
      repeats: [{ name: "tick", everyMs: 100, run: async () => void runs++ }],
      onBroken: () => undefined,
    });
    await vi.waitFor(() => expect(runs).toBeGreaterThan(2), { timeout: 10_000 });
    await server.empty();
    const before = runs;
    await vi.waitFor(() => expect(runs).toBeGreaterThan(before + 3), { timeout: 12_000 });
    await driver.close();
  });

  test("a clock that is set back holds up neither repeats nor jobs that wait", async () => {
    const driver = await open();
    let rounds = 0;
    let looks = 0;
    const run = async () => (++looks === 1 ? { retryAfterMs: 3_000 } : undefined);
    vi.spyOn(Date, "now").mockImplementation(() => realNow() + HOUR);
    await driver.queue.enqueue(look, [{ id: "a" }]);
    await driver.runner.start({
      handlers: [toHandler({ definition: look, run })],
      repeats: [{ name: "tick", everyMs: 100, run: async () => void rounds++ }],
      onBroken: () => undefined,
    });
    await vi.waitFor(() => expect([rounds > 2, looks]).toEqual([true, 1]), { timeout: 10_000 });
    vi.restoreAllMocks();
    const before = rounds;
    await vi.waitFor(() => expect([rounds > before + 3, looks]).toEqual([true, 2]), {
      timeout: 12_000,
    });
    await driver.close();
  }, 30_000);

  test("enqueue returns and says not ready while Redis is away", async () => {
    const own = await startRedis();
    const redis = connectRedis({ url: own.url, purpose: "request", log });
    await waitForRedis(redis, 5_000);
    const queue = createBullmqQueue({ redis, prefix: "away", log });
    await queue.enqueue(look, [{ id: "a" }]);
    redis.disconnect();
    await vi.waitFor(() => expect(redis.status).toBe("end"));
    await queue.enqueue(look, [{ id: "b" }]);
    expect(await queue.isReady()).toBe(false);
    await own.stop();
  });
});
