import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "../../logger";
import { closeRedis, connectRedis, waitForRedis } from "../../redis";
import { hasRedis, startRedis, type TestRedis } from "../../testing/redis-server";
import type { Redis } from "ioredis";
import { BUCKET_SCRIPT } from "./bucket-script";
import {
  admittedTokens,
  refillBucket,
  slowBucket,
  takeToken,
  type BucketState,
} from "./token-bucket.pure";

const limit = { capacity: 10, refillPerSecond: 2.5 };
const log = createLogger({ component: "test", level: "silent" });

const step = fc.record({
  operation: fc.constantFrom("take", "take", "take", "admits", "slow"),
  // Redis's clock may be set back.
  waitMs: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -5_000, max: -1 }) },
  ),
});

describe.skipIf(!hasRedis)("Redis", () => {
  let server: TestRedis;
  let redis: Redis;
  let count = 0;
  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis({ url: server.url, purpose: "request", log });
    await waitForRedis(redis, 5_000);
  });
  afterAll(async () => {
    await closeRedis(redis);
    await server.stop();
  });

  test("the script answers what the pure functions answer, step by step", async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 0, max: 10 }), async (steps, seed) => {
        const key = `bucket-${count++}`;
        let now = 1_000_000;
        const updatedAt = now + (steps[0]?.waitMs ?? 0);
        let state: BucketState = { tokens: seed, speed: 1, updatedAt, slowedAt: 0 };
        for (const { operation, waitMs } of steps) {
          now += waitMs;
          const { capacity, refillPerSecond } = limit;
          const args = [operation, capacity, refillPerSecond, 5_000, seed, now];
          const answer = Number(await redis.eval(BUCKET_SCRIPT, 1, key, ...args));
          const expected = apply(operation, state, now);
          expect(answer).toBe(expected.answer);
          state = expected.state;
        }
      }),
      { numRuns: 50 },
    );
  });

  test("without a state and without a beginning it says that it knows nothing", async () => {
    expect(await redis.eval(BUCKET_SCRIPT, 1, "unknown", "take", 10, 1, 0, "", "")).toBe(-1);
  });
});

function apply(
  operation: string,
  state: BucketState,
  now: number,
): { state: BucketState; answer: number } {
  if (operation === "take") {
    const taken = takeToken(state, limit, now);
    return { state: taken.state, answer: taken.waitMs };
  }
  if (operation === "slow") return { state: slowBucket(state, limit, now), answer: 0 };
  const answer = admittedTokens({ state, limit, now, withinMs: 5_000 });
  return { state: refillBucket(state, limit, now), answer };
}
