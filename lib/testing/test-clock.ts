import type { Clock, EpochMs } from "../clock";

/** A Sunday shortly before noon, far from any change of daylight saving time. */
export const TEST_NOW: EpochMs = Date.UTC(2026, 1, 1, 11, 0, 0);

/** Time stands still until a test moves it. */
export interface TestClock extends Clock {
  set(instant: EpochMs): void;
  advance(ms: number): void;
}

export function createTestClock(start: EpochMs = TEST_NOW): TestClock {
  let now = start;
  return {
    now: () => now,
    set(instant) {
      now = instant;
    },
    advance(ms) {
      now += ms;
    },
  };
}
