import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  RECOVERY_PER_SECOND,
  SPEED_MIN,
  admittedTokens,
  initialBucket,
  refillBucket,
  slowBucket,
  takeToken,
  type BucketLimit,
  type BucketState,
} from "./token-bucket.pure";

const limit: BucketLimit = { capacity: 10, refillPerSecond: 2 };
const full: BucketState = { tokens: 10, speed: 1, updatedAt: 0, slowedAt: -Infinity };

test("a bucket never heard of starts full, one used just now starts empty, one in between in between", () => {
  const at = (lastCallAt: number | null) =>
    initialBucket({ limit, lastCallAt, now: 100_000 }).tokens;
  expect(at(null)).toBe(10);
  expect(at(100_000)).toBe(0);
  expect(at(98_000)).toBe(4);
  expect(at(95_000)).toBe(10);
  expect(at(101_000)).toBe(0);
});

test("a full bucket admits its capacity at once, then one per refill interval", () => {
  let state = full;
  const waits: number[] = [];
  for (let i = 0; i < 11; i++) {
    const taken = takeToken(state, limit, 0);
    state = taken.state;
    waits.push(taken.waitMs);
  }
  expect(waits.slice(0, 10)).toEqual(Array(10).fill(0));
  expect(waits[10]).toBe(500);
  expect(takeToken(state, limit, 499).waitMs).toBe(1);
  expect(takeToken(state, limit, 500).waitMs).toBe(0);
});

test("a throttle answer empties the bucket and halves the refill, which grows back", () => {
  const slowed = slowBucket(full, limit, 0);
  expect(slowed).toMatchObject({ tokens: 0, speed: 0.5 });
  const recoverySeconds = 0.5 / RECOVERY_PER_SECOND;
  expect(refillBucket(slowed, limit, recoverySeconds * 1_000).speed).toBe(1);
  expect(takeToken(slowed, limit, 0).waitMs).toBeGreaterThan(900);
});

test("a burst of throttle answers slows once, a lasting one down to the least and no further", () => {
  let state = full;
  for (let i = 0; i < 20; i++) state = slowBucket(state, limit, i * 10);
  expect(state.speed).toBeCloseTo(0.5, 1);
  for (let i = 1; i < 20; i++) state = slowBucket(state, limit, i * 1_000);
  expect(state.speed).toBe(SPEED_MIN);
});

test("a clock that goes back gives nothing and takes nothing, and the bucket fills from then on", () => {
  const state = { ...full, tokens: 3, updatedAt: 50_000 };
  expect(refillBucket(state, limit, 10_000)).toEqual({ ...state, updatedAt: 10_000 });
  const empty = { ...state, tokens: 0 };
  const { state: waiting, waitMs } = takeToken(empty, limit, 10_000);
  expect(waitMs).toBe(500);
  expect(takeToken(waiting, limit, 10_500).waitMs).toBe(0);
});

test("AWS's throttling counts also while the clock is before the last time it did", () => {
  const slowed = slowBucket(full, limit, 50_000);
  expect(slowBucket(slowed, limit, 10_000)).toMatchObject({ speed: 0.25, slowedAt: 10_000 });
});

const bucket = fc.record({
  tokens: fc.double({ min: 0, max: 10, noNaN: true }),
  speed: fc.double({ min: SPEED_MIN, max: 1, noNaN: true }),
  updatedAt: fc.constant(0),
  slowedAt: fc.constant(-Infinity),
});

test("the wait it names is enough, and not a millisecond more than needed", () => {
  fc.assert(
    fc.property(bucket, (state) => {
      const { waitMs } = takeToken(state, limit, 0);
      fc.pre(waitMs > 1);
      expect(takeToken(state, limit, waitMs).waitMs).toBe(0);
      expect(takeToken(state, limit, waitMs - 2).waitMs).toBeGreaterThan(0);
    }),
  );
});

test("what is admitted within a time is what can be taken in it, taken as soon as it is there", () => {
  fc.assert(
    fc.property(bucket, fc.integer({ min: 0, max: 20_000 }), (state, withinMs) => {
      const admitted = admittedTokens({ state, limit, now: 0, withinMs });
      let now = 0;
      let taken = 0;
      let current: BucketState = state;
      for (;;) {
        const next = takeToken(current, limit, now);
        current = next.state;
        if (next.waitMs === 0) taken++;
        else now += next.waitMs;
        if (now > withinMs) break;
      }
      // Waits are whole milliseconds, so that a token may come just too late.
      expect(admitted - taken).toBeGreaterThanOrEqual(0);
      expect(admitted - taken).toBeLessThanOrEqual(1);
    }),
  );
});

test("never more than capacity plus refill in any time, whatever is asked when", () => {
  const step = fc.record({ waitMs: fc.integer({ min: 0, max: 3_000 }), slow: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let state = full;
      let now = 0;
      let taken = 0;
      for (const { waitMs, slow } of steps) {
        now += waitMs;
        if (slow) state = slowBucket(state, limit, now);
        const next = takeToken(state, limit, now);
        state = next.state;
        if (next.waitMs === 0) taken++;
      }
      expect(taken).toBeLessThanOrEqual(
        limit.capacity + limit.refillPerSecond * (now / 1_000) + 1e-6,
      );
    }),
  );
});
