import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nextPollAt, WATCH_MS } from "./protocol-timing.pure";

const HOUR = 3_600_000;
const options = fc.record({
  manual: fc.boolean(),
  pendingAt: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  sinceMs: fc.integer({ min: 0, max: 2 * WATCH_MS }),
  pollMs: fc.integer({ min: 15, max: 300 }).map((seconds) => seconds * 1_000),
});

test("the next look is always ahead, and never later than a third more than the setting says", () => {
  fc.assert(
    fc.property(options, ({ sinceMs, ...of }) => {
      const now = of.pendingAt + sinceMs;
      const waitMs = nextPollAt({ ...of, now }) - now;
      const waitMsMax = sinceMs >= WATCH_MS ? HOUR : (of.pollMs * 4) / 3;
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(waitMsMax);
    }),
  );
});

test("the first looks at what a person waits for are quick, whatever the setting says", () => {
  fc.assert(
    fc.property(options, ({ pendingAt, pollMs }) => {
      const looks: number[] = [];
      for (let now = pendingAt; looks.length < 3;) {
        now = nextPollAt({ manual: true, pendingAt, now, pollMs });
        looks.push(now - pendingAt);
      }
      expect(looks).toEqual([2_500, 5_000, 10_000]);
    }),
  );
});
