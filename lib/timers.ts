/** Delays by injection: tests pass timers that follow their clock. */
export interface Timers {
  /** Calls `work` once after `delayMs`; returns the function that cancels it. */
  after(delayMs: number, work: () => void): () => void;
}

/** setTimeout holds 31 bits; a longer delay is cut, and whoever waits looks again. */
const DELAY_MS_MAX = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, work) {
    const timer = setTimeout(work, Math.min(Math.max(0, delayMs), DELAY_MS_MAX));
    return () => clearTimeout(timer);
  },
};
