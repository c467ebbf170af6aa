import type { EpochMs } from "../clock";
import type { Timers } from "../timers";
import type { TestClock } from "./test-clock";

/** Timers that fire when the test moves its clock through them. */
export interface ClockTimers extends Timers {
  /** Moves the clock forward, firing what falls due on the way, and lets what it began settle. */
  advance(ms: number): Promise<void>;
}

interface Armed {
  at: EpochMs;
  work: () => void;
}

/** What one firing sets off, database writes included, is given so many turns of the loop. */
const TURNS = 20;

export function createClockTimers(clock: TestClock): ClockTimers {
  const armed = new Set<Armed>();
  const firstBefore = (end: EpochMs): Armed | undefined =>
    [...armed].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  return {
    after(delayMs, work) {
      const entry = { at: clock.now() + Math.max(0, delayMs), work };
      armed.add(entry);
      return () => void armed.delete(entry);
    },
    async advance(ms) {
      const end = clock.now() + ms;
      for (let next = firstBefore(end); next; next = firstBefore(end)) {
        armed.delete(next);
        clock.set(Math.max(clock.now(), next.at));
        next.work();
        for (let turn = 0; turn < TURNS; turn++) await new Promise((done) => setImmediate(done));
      }
      clock.set(end);
    },
  };
}
