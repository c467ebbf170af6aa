import type { Timers } from "../timers";

export interface TestTimers extends Timers {
  /** Moves time on and runs what falls due on the way, in order. */
  advance(ms: number): void;
  readonly waiting: number;
}

export function createTestTimers(): TestTimers {
  let now = 0;
  const due = new Set<{ at: number; work: () => void }>();
  return {
    get waiting() {
      return due.size;
    },
    after(delayMs, work) {
      const timer = { at: now + delayMs, work };
      due.add(timer);
      return () => due.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        due.delete(next);
        now = next.at;
        next.work();
      }
      now = end;
    },
  };
}
