import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../clock";
import { createLogger } from "../../logger";
import { closeRedis, connectRedis, waitForRedis } from "../../redis";
import { createTestRuntime, type TestRuntime } from "../../testing/create-test-runtime";
import { hasRedis, startRedis, type TestRedis } from "../../testing/redis-server";
import type { ApiBudget, BucketKey, BucketStateStore } from "./budget";
import { createBucketCalls } from "./bucket-calls";
import { bucketLimitFor } from "./bucket-limits.pure";
import { createMemoryBudget } from "./memory-budget";
import { createRedisBudget } from "./redis-budget";

const log = createLogger({ component: "test", level: "silent" });
const create: BucketKey = { accountId: "111122223333", region: "eu-west-1", action: "CreateImage" };
const other: BucketKey = { ...create, accountId: "444455556666" };
const SHARE = 50;
const capacity = bucketLimitFor("CreateImage", SHARE).capacity;

interface BudgetUnderTest {
  budget: ApiBudget;
  close(): Promise<void>;
}

type Open = (store: BucketStateStore) => Promise<BudgetUnderTest>;

/** What every driver promises, by the real clock: the exact sums are in token-bucket.pure.test.ts. */
function describeBudget(name: string, open: Open): void {
  describe(`budget on ${name}`, () => {
    let runtime: TestRuntime;
    let store: BucketStateStore;
    let opened: BudgetUnderTest;
    beforeEach(async () => {
      runtime = await createTestRuntime();
      store = createBucketCalls({ db: runtime.db, log });
      opened = await open(store);
    });
    afterEach(async () => {
      await opened.close();
      await runtime.close();
    });

    test("a bucket admits its capacity at once, then says when the next token is there", async () => {
      const { budget } = opened;
      const waits = await takeAll(budget, capacity + 5);
      const admitted = waits.filter((waitMs) => waitMs === 0).length;
      expect(admitted).toBeGreaterThanOrEqual(capacity);
      expect(admitted).toBeLessThanOrEqual(capacity + 2);
      expect(waits.at(-1)).toBeGreaterThan(0);
      expect(waits.at(-1)).toBeLessThanOrEqual(400);
    });

    test("one account's empty bucket is nothing to another's", async () => {
      const { budget } = opened;
      await takeAll(budget, capacity + 1);
      expect(await budget.tryTake(other)).toEqual({ waitMs: 0 });
      expect((await budget.tryTake(create)).waitMs).toBeGreaterThan(0);
    });

    test("asking how many are admitted takes none", async () => {
      const { budget } = opened;
      expect(await budget.admits(create, 0)).toBe(capacity);
      expect(await budget.admits(create, 0)).toBe(capacity);
      expect(await budget.admits(create, 2_000)).toBe(capacity + 5);
    });

    test("a throttle answer empties the bucket and slows it", async () => {
      const { budget } = opened;
      await budget.throttled(create);
      // At half of 2.5 a second one token takes 800 ms.
      const { waitMs } = await budget.tryTake(create);
      expect(waitMs).toBeGreaterThan(600);
      expect(waitMs).toBeLessThanOrEqual(800);
      expect(await budget.admits(create, 0)).toBe(0);
    });

    test("a bucket that lost its state is not full again while calls are recent", async () => {
      await opened.budget.tryTake(create);
      await opened.budget.close();
      const reborn = await open(createBucketCalls({ db: runtime.db, log }));
      await lose(reborn);
      expect(await reborn.budget.admits(create, 0)).toBeLessThan(capacity / 2);
      expect(await reborn.budget.admits(other, 0)).toBe(capacity);
      await reborn.close();
    });
  });
}

async function takeAll(budget: ApiBudget, count: number): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < count; i++) waits.push((await budget.tryTake(create)).waitMs);
  return waits;
}

let empty: (() => Promise<void>) | null = null;

/** A memory budget is new by itself; Redis must be emptied for it. */
async function lose(_budget: BudgetUnderTest): Promise<void> {
  await empty?.();
}

describeBudget("the memory driver", async (store) => {
  const budget = createMemoryBudget({ clock: systemClock, sharePercent: SHARE, store });
  return { budget, close: () => budget.close() };
});

describe.skipIf(!hasRedis)("Redis", () => {
  let server: TestRedis;
  let count = 0;
  beforeAll(async () => {
    server = await startRedis();
    empty = () => server.empty();
  });
  afterAll(() => server.stop());

  const open = async (store: BucketStateStore, prefix = `test-${count++}`) => {
    const redis = connectRedis({ url: server.url, purpose: "request", log });
    await waitForRedis(redis, 5_000);
    const budget = createRedisBudget({ redis, prefix, sharePercent: SHARE, store });
    const close = async (): Promise<void> => {
      await budget.close();
      await closeRedis(redis);
    };
    return { budget, redis, close };
  };
  describeBudget("Redis", open);

  test("two processes draw from one bucket", async () => {
    const runtime = await createTestRuntime();
    const store = createBucketCalls({ db: runtime.db, log });
    const first = await open(store, "shared");
    const second = await open(store, "shared");
    const waits = await Promise.all([
      takeAll(first.budget, capacity),
      takeAll(second.budget, capacity),
    ]);
    const admitted = waits.flat().filter((waitMs) => waitMs === 0).length;
    expect(admitted).toBeGreaterThanOrEqual(capacity);
    expect(admitted).toBeLessThanOrEqual(capacity + 2);
    await first.close();
    await second.close();
    await runtime.close();
  });
});
