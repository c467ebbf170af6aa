import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { NotFoundError } from "../errors";
import { deferred } from "../testing/deferred";
import { toHandler, type JobDefinition, type JobHandler, type QueueDriver } from "./queue";
import type { RepeatHandler } from "./queue";

export interface DriverUnderTest extends QueueDriver {
  close(): Promise<void>;
}

interface Look {
  id: string;
}

const look: JobDefinition<Look> = {
  name: "test.look",
  payload: z.object({ id: z.string().max(20) }),
  key: ({ id }) => id,
  concurrency: 2,
};
const single: JobDefinition<Look> = { ...look, name: "test.single", concurrency: 1 };

const WAIT = { timeout: 10_000, interval: 5 };

/** What every driver promises, whatever carries its jobs. */
export function describeQueue(name: string, open: () => Promise<DriverUnderTest>): void {
  describe(`queue on ${name}`, () => {
    let driver: DriverUnderTest;
    beforeEach(async () => {
      driver = await open();
    });
    afterEach(() => driver.close());

    const broken: Error[] = [];
    const start = (handlers: Array<JobHandler<never>>, repeats: RepeatHandler[] = []) => {
      broken.length = 0;
      return driver.runner.start({ handlers, repeats, onBroken: (error) => broken.push(error) });
    };

    test("runs every job, also those enqueued before the start", async () => {
      const seen: string[] = [];
      await driver.queue.enqueue(look, [{ id: "a" }, { id: "b" }]);
      await start([handler(look, async ({ id }) => void seen.push(id))]);
      await driver.queue.enqueue(look, [{ id: "c" }]);
      await vi.waitFor(() => expect(seen.toSorted()).toEqual(["a", "b", "c"]), WAIT);
      expect(await driver.queue.isReady()).toBe(true);
    });

    test("jobs of one key are one job while it waits", async () => {
      const seen: string[] = [];
      await driver.queue.enqueue(look, [{ id: "a" }, { id: "a" }]);
      await driver.queue.enqueue(look, [{ id: "a" }]);
      await start([handler(look, async ({ id }) => void seen.push(id))]);
      await driver.queue.enqueue(look, [{ id: "end" }]);
      await vi.waitFor(() => expect(seen).toContain("end"), WAIT);
      expect(seen.filter((id) => id === "a")).toHaveLength(1);
    });

    test("a job enqueued while its like is running runs once more, never beside it", async () => {
      const gate = deferred();
      const begun = deferred();
      const log: string[] = [];
      await start([
        handler(look, async () => {
          log.push("begin");
          begun.resolve();
          await gate.promise;
          log.push("end");
        }),
      ]);
      await driver.queue.enqueue(look, [{ id: "a" }]);
      await begun.promise;
      await driver.queue.enqueue(look, [{ id: "a" }]);
      await driver.queue.enqueue(look, [{ id: "a" }]);
      gate.resolve();
      await vi.waitFor(() => expect(log).toEqual(["begin", "end", "begin", "end"]), WAIT);
    });

    test("never runs more jobs at once than the definition allows", async () => {
      let running = 0;
      let most = 0;
      let ended = 0;
      await start([
        handler(look, async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running--;
          ended++;
        }),
      ]);
      const ids = Array.from({ length: 20 }, (_, index) => ({ id: `job-${index}` }));
      await driver.queue.enqueue(look, ids);
      await vi.waitFor(() => expect(ended).toBe(20), WAIT);
      expect(most).toBe(2);
    });

    test("a job that asks for later holds no slot and comes back", async () => {
      const log: string[] = [];
      await start([
        handler(single, async ({ id }) => {
          const first = !log.includes(id);
          log.push(id);
          return id === "patient" && first ? { retryAfterMs: 300 } : undefined;
        }),
      ]);
      await driver.queue.enqueue(single, [{ id: "patient" }]);
      await vi.waitFor(() => expect(log).toEqual(["patient"]), WAIT);
      await driver.queue.enqueue(single, [{ id: "other" }]);
      await vi.waitFor(() => expect(log).toEqual(["patient", "other", "patient"]), WAIT);
    });

    test("a job that asks for later keeps its key meanwhile", async () => {
      const log: number[] = [];
      await start([
        handler(look, async () => {
          log.push(Date.now());
          return log.length === 1 ? { retryAfterMs: 400 } : undefined;
        }),
      ]);
      await driver.queue.enqueue(look, [{ id: "a" }]);
      await vi.waitFor(() => expect(log).toHaveLength(1), WAIT);
      await driver.queue.enqueue(look, [{ id: "a" }]);
      await vi.waitFor(() => expect(log).toHaveLength(2), WAIT);
      expect((log[1] ?? 0) - (log[0] ?? 0)).toBeGreaterThanOrEqual(395);
    });

    test("a delayed job runs not before its time", async () => {
      const enqueuedAt = Date.now();
      const ran = deferred<number>();
      await start([handler(look, async () => ran.resolve(Date.now()))]);
      await driver.queue.enqueue(look, [{ id: "a" }], { delayMs: 200 });
      expect((await ran.promise) - enqueuedAt).toBeGreaterThanOrEqual(198);
    });

    describeFailures(() => driver, start, broken);
    describeRepeatsAndStop(() => driver, start);
  });
}

type Start = (handlers: Array<JobHandler<never>>, repeats?: RepeatHandler[]) => Promise<void>;

function describeFailures(driver: () => DriverUnderTest, start: Start, broken: Error[]): void {
  test("an unexpected error costs neither the process nor other jobs, and the job comes back", async () => {
    const log: string[] = [];
    await start([
      handler(look, async ({ id }) => {
        log.push(id);
        if (log.filter((seen) => seen === "poison").length === 1 && id === "poison") {
          throw new TypeError("poisoned row");
        }
      }),
    ]);
    await driver().queue.enqueue(look, [{ id: "poison" }, { id: "sound" }]);
    await vi.waitFor(() => expect(log.toSorted()).toEqual(["poison", "poison", "sound"]), WAIT);
    expect(broken).toEqual([]);
  });

  test("a failure that no second try would mend ends the job and frees its key", async () => {
    let runs = 0;
    await start([
      handler(look, async () => {
        runs++;
        throw new NotFoundError("The backup");
      }),
    ]);
    await driver().queue.enqueue(look, [{ id: "a" }]);
    await vi.waitFor(() => expect(runs).toBe(1), WAIT);
    await vi.waitFor(async () => {
      await driver().queue.enqueue(look, [{ id: "a" }]);
      expect(runs).toBeGreaterThanOrEqual(2);
    }, WAIT);
  });

  test("a payload that does not fit the schema never reaches the handler", async () => {
    const seen: string[] = [];
    await start([handler(look, async ({ id }) => void seen.push(id))]);
    await driver().queue.enqueue(look, [{ id: "far too long to be an id" }, { id: "good" }]);
    await vi.waitFor(() => expect(seen).toEqual(["good"]), WAIT);
  });

  test("a broken database is told to the process", async () => {
    const cause = Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_WRITE" });
    await start([
      handler(look, async () => {
        throw new Error("the write failed", { cause });
      }),
    ]);
    await driver().queue.enqueue(look, [{ id: "a" }]);
    await vi.waitFor(() => expect(broken).toHaveLength(1), WAIT);
  });
}

function describeRepeatsAndStop(driver: () => DriverUnderTest, start: Start): void {
  test("a repeat runs again and again, survives its own failure and never overlaps", async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const run = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 60));
      running--;
      if (++runs === 1) throw new Error("only once");
    };
    await start([], [{ name: "test.repeat", everyMs: 50, run }]);
    await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(4), WAIT);
    expect(most).toBe(1);
  });

  test("stop waits for what runs and takes in nothing more", async () => {
    const begun = deferred();
    const gate = deferred();
    const seen: string[] = [];
    await start([
      handler(single, async ({ id }) => {
        begun.resolve();
        await gate.promise;
        seen.push(id);
      }),
    ]);
    await driver().queue.enqueue(single, [{ id: "running" }, { id: "waiting" }]);
    await begun.promise;
    const stopped = driver().runner.stop({ drainMs: 5_000 });
    gate.resolve();
    await stopped;
    expect(seen).toEqual(["running"]);
  });

  test("stop aborts what does not end in time", async () => {
    const begun = deferred();
    const reasons: unknown[] = [];
    await start([
      toHandler({
        definition: single,
        async run(_payload, { signal }) {
          begun.resolve();
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          reasons.push(signal.reason);
          throw signal.reason;
        },
      }),
    ]);
    await driver().queue.enqueue(single, [{ id: "stuck" }]);
    await begun.promise;
    await driver().runner.stop({ drainMs: 20 });
    expect(reasons).toHaveLength(1);
  });
}

function handler(
  definition: JobDefinition<Look>,
  run: (payload: Look) => Promise<void | { retryAfterMs: number } | undefined>,
): JobHandler<never> {
  return toHandler({ definition, run: async (payload) => (await run(payload)) ?? undefined });
}
