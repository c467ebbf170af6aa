import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { HOUR } from "../clock";
import { createLogger } from "../logger";
import { createEmbeddedQueue } from "./embedded-queue";
import { toHandler, type JobDefinition, type RunnerStart } from "./queue";
import { describeQueue } from "./queue-conformance";

const log = createLogger({ component: "test", level: "silent" });

describeQueue("the embedded driver", async () => {
  const driver = createEmbeddedQueue({ log });
  return { ...driver, close: () => driver.queue.close() };
});

describe("when the machine's clock is set back", () => {
  const look: JobDefinition<{ id: string }> = {
    name: "test.look",
    payload: z.object({ id: z.string() }),
    key: ({ id }) => id,
    concurrency: 1,
  };
  const driver = createEmbeddedQueue({ log });
  const start = (what: Pick<RunnerStart, "handlers" | "repeats">) =>
    driver.runner.start({ ...what, onBroken: () => undefined });
  const setBack = () => {
    const { now } = Date;
    vi.spyOn(Date, "now").mockImplementation(() => now() - HOUR);
  };
  afterEach(async () => {
    vi.restoreAllMocks();
    await driver.queue.close();
  });

  test("a repeat goes on, and a job that waits comes back when it said", async () => {
    let rounds = 0;
    let looks = 0;
    const handler = toHandler({
      definition: look,
      run: async () => (++looks === 1 ? { retryAfterMs: 30 } : undefined),
    });
    const repeat = {
      name: "tick",
      everyMs: 10,
      run: async () => {
        if (++rounds === 3) setBack();
      },
    };
    await driver.queue.enqueue(look, [{ id: "a" }]);
    await start({ handlers: [handler], repeats: [repeat] });
    await vi.waitFor(() => expect([rounds > 6, looks]).toEqual([true, 2]), { timeout: 2_000 });
  });
});
