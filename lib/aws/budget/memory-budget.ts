import type { Clock } from "../../clock";
import {
  readShare,
  type ApiBudget,
  type BucketKey,
  type BucketStateStore,
  type Share,
} from "./budget";
import { bucketLimitFor } from "./bucket-limits.pure";
import {
  admittedTokens,
  initialBucket,
  slowBucket,
  takeToken,
  type BucketState,
} from "./token-bucket.pure";

export interface MemoryBudgetOptions {
  clock: Clock;
  sharePercent: Share;
  /** Remembers calls over restarts; without it every bucket starts full. */
  store?: BucketStateStore;
}

/** The buckets of one process that is alone. */
export function createMemoryBudget(options: MemoryBudgetOptions): ApiBudget {
  const { clock, sharePercent, store } = options;
  const buckets = new Map<string, Promise<{ state: BucketState }>>();
  const limitOf = async (key: BucketKey) =>
    bucketLimitFor(key.action, await readShare(sharePercent));
  const open = async (key: BucketKey): Promise<{ state: BucketState }> => {
    const lastCallAt = (await store?.lastCallAt(key)) ?? null;
    const limit = await limitOf(key);
    return { state: initialBucket({ limit, lastCallAt, now: clock.now() }) };
  };
  const bucketOf = (key: BucketKey): Promise<{ state: BucketState }> => {
    const id = `${key.accountId}/${key.region}/${key.action}`;
    const found = buckets.get(id);
    if (found) return found;
    const opening = open(key);
    buckets.set(id, opening);
    opening.catch(() => buckets.delete(id));
    return opening;
  };
  return {
    async tryTake(key) {
      const limit = await limitOf(key);
      const bucket = await bucketOf(key);
      const { state, waitMs } = takeToken(bucket.state, limit, clock.now());
      bucket.state = state;
      if (waitMs === 0) store?.recordCall(key, clock.now());
      return { waitMs };
    },
    async admits(key, withinMs) {
      const limit = await limitOf(key);
      const { state } = await bucketOf(key);
      return admittedTokens({ state, limit, now: clock.now(), withinMs });
    },
    async throttled(key) {
      const limit = await limitOf(key);
      const bucket = await bucketOf(key);
      bucket.state = slowBucket(bucket.state, limit, clock.now());
    },
    async close() {
      await store?.flush();
    },
  };
}
