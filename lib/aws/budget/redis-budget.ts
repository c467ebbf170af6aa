import type { Redis } from "ioredis";
import { systemClock, type Clock } from "../../clock";
import { InternalError } from "../../errors";
import {
  readShare,
  type ApiBudget,
  type BucketKey,
  type BucketStateStore,
  type Share,
} from "./budget";
import { bucketLimitFor } from "./bucket-limits.pure";
import { BUCKET_SCRIPT } from "./bucket-script";
import { initialBucket } from "./token-bucket.pure";

export interface RedisBudgetOptions {
  /** A `request` connection; not closed here. */
  redis: Redis;
  prefix: string;
  sharePercent: Share;
  /** Speaks for a bucket that Redis does not know, or has forgotten. */
  store: BucketStateStore;
  clock?: Clock;
}

type Operation = "take" | "admits" | "slow";

const UNKNOWN_BUCKET = -1;

/** The buckets of an installation of several processes. */
export function createRedisBudget(options: RedisBudgetOptions): ApiBudget {
  const { redis, prefix, sharePercent, store } = options;
  const clock = options.clock ?? systemClock;

  const evaluate = async (call: {
    operation: Operation;
    key: BucketKey;
    withinMs: number;
    seed: number | "";
  }): Promise<number> => {
    const { operation, key, withinMs, seed } = call;
    const limit = bucketLimitFor(key.action, await readShare(sharePercent));
    const name = `${prefix}:bucket:${key.accountId}:${key.region}:${key.action}`;
    const args = [operation, limit.capacity, limit.refillPerSecond, withinMs, seed, ""];
    try {
      return Number(await redis.eval(BUCKET_SCRIPT, 1, name, ...args));
    } catch (cause) {
      throw new InternalError("The API budget in Redis cannot be read.", {
        cause,
        suggestion: "Check that Redis answers at REDIS_URL.",
        retryAfterMs: 1_000,
      });
    }
  };
  const run = async (operation: Operation, key: BucketKey, withinMs = 0): Promise<number> => {
    const answer = await evaluate({ operation, key, withinMs, seed: "" });
    if (answer !== UNKNOWN_BUCKET) return answer;
    const limit = bucketLimitFor(key.action, await readShare(sharePercent));
    const lastCallAt = await store.lastCallAt(key);
    const { tokens } = initialBucket({ limit, lastCallAt, now: clock.now() });
    return evaluate({ operation, key, withinMs, seed: tokens });
  };

  return {
    async tryTake(key) {
      const waitMs = await run("take", key);
      if (waitMs === 0) store.recordCall(key, clock.now());
      return { waitMs };
    },
    admits: (key, withinMs) => run("admits", key, withinMs),
    async throttled(key) {
      await run("slow", key);
    },
    close: () => store.flush(),
  };
}
