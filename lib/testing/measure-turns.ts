import { setImmediate as nextTurn } from "node:timers/promises";

export interface Turns {
  count: number;
  /** CPU time of this process in one turn of the event loop: what other work had to wait for. */
  p90Ms: number;
  maxMs: number;
}

/** Runs `work` and watches how long it holds the event loop, apart from what the machine does. */
export async function measureTurns(work: () => Promise<unknown>): Promise<Turns> {
  const turns: number[] = [];
  const state = { running: true };
  const watching = watch(state, turns);
  try {
    await work();
  } finally {
    state.running = false;
    await watching;
  }
  const sorted = turns.toSorted((a, b) => a - b);
  const p90Ms = sorted[Math.floor(sorted.length * 0.9)] ?? 0;
  return { count: turns.length, p90Ms, maxMs: sorted.at(-1) ?? 0 };
}

async function watch(state: { running: boolean }, turns: number[]): Promise<void> {
  while (state.running) {
    const before = process.cpuUsage();
    await nextTurn();
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1_000;
    // Turns in which nothing happened say nothing.
    if (ms >= 1) turns.push(ms);
  }
}
