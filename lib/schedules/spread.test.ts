import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { instanceKeyOf, spreadOffsetMs, stableHash } from "./spread.pure";

const digits = (length: number) =>
  fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length });
const target = fc.record({
  accountId: fc.integer({ min: 100_000_000_000, max: 999_999_999_999 }).map(String),
  region: fc.constantFrom("eu-central-1", "us-east-1", "ap-southeast-2"),
  instanceId: digits(17).map((text) => `i-${text.join("")}`),
});

describe("the start of an instance's backups in a spread", () => {
  test("is never after it, and inside the start window with time to spare", () => {
    fc.assert(
      fc.property(
        target,
        fc.integer({ min: 0, max: 4 * HOUR }),
        fc.integer({ min: MINUTE, max: 4 * HOUR }),
        (drawn, spreadMs, windowMs) => {
          const instanceKey = instanceKeyOf(drawn);
          const offset = spreadOffsetMs({ instanceKey, spreadMs, windowMs });
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThan(Math.max(1, spreadMs));
          expect(windowMs - offset).toBeGreaterThanOrEqual(Math.min(10 * MINUTE, windowMs / 2));
        },
      ),
    );
  });

  test("is the stable hash mod the spread where the window is long enough", () => {
    fc.assert(
      fc.property(target, fc.integer({ min: 1, max: 3 * HOUR }), (drawn, spreadMs) => {
        const instanceKey = instanceKeyOf(drawn);
        expect(spreadOffsetMs({ instanceKey, spreadMs, windowMs: 4 * HOUR })).toBe(
          stableHash(instanceKey) % spreadMs,
        );
      }),
    );
  });

  test("is the same in every release", () => {
    const key = "111111111111/eu-central-1/i-0123456789abcdef0";
    expect([stableHash(""), stableHash("a"), stableHash(key)]).toEqual([
      2_872_998_923, 444_641_715, 894_947_519,
    ]);
  });

  test("is spread evenly over a fleet, also of ids that follow each other", () => {
    const instances = 6_000;
    const buckets = Array.from({ length: 60 }, () => 0);
    for (let number = 0; number < instances; number += 1) {
      const instanceKey = instanceKeyOf({
        accountId: "111111111111",
        region: "eu-central-1",
        instanceId: `i-${number.toString(16).padStart(17, "0")}`,
      });
      const offset = spreadOffsetMs({ instanceKey, spreadMs: HOUR, windowMs: 4 * HOUR });
      const minute = Math.floor(offset / MINUTE);
      buckets[minute] = (buckets[minute] ?? 0) + 1;
    }
    // Chi-squared of 59 degrees of freedom: beyond 110 with a chance of 1 in 20,000.
    const wanted = instances / buckets.length;
    const chi = buckets.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
    expect(chi).toBeLessThan(110);
  });
});
