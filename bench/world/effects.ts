import { setTimeout as sleep } from "node:timers/promises";
import type { CallEntry } from "#simulator/core/call-log";
import { say } from "../report";
import type { BenchSimulator } from "./simulator";

const LOOK_EVERY_MS = 200;
const TELL_EVERY_MS = 5_000;
const CALLS_PER_READ = 10_000;

/** How many calls of this action had their effect so far. */
export async function countEffects(simulator: BenchSimulator, action: string): Promise<number> {
  const counts = await simulator.control.callCounts({ action });
  return counts
    .filter(({ outcome }) => outcome === "ok")
    .reduce((sum, { count }) => sum + count, 0);
}

/** Waits until as many calls of this action had their effect; fails when none comes for too long. */
export async function untilEffects(
  simulator: BenchSimulator,
  of: { action: string; count: number; quietMsMax: number },
): Promise<void> {
  let [seen, movedAt, toldAt] = [-1, performance.now(), performance.now()];
  for (;;) {
    const count = await countEffects(simulator, of.action);
    const now = performance.now();
    if (count !== seen) [seen, movedAt] = [count, now];
    if (count >= of.count) return;
    if (now - movedAt > of.quietMsMax) {
      throw new Error(
        `${of.action}: ${count} of ${of.count}, and no more for ${of.quietMsMax} ms.`,
      );
    }
    if (now - toldAt > TELL_EVERY_MS) {
      toldAt = now;
      say(`  ${of.action}: ${count} of ${of.count}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** All calls of one action, in the order of their arrival. */
export async function readCalls(simulator: BenchSimulator, action?: string): Promise<CallEntry[]> {
  const all: CallEntry[] = [];
  for (;;) {
    const { items } = await simulator.control.calls({
      ...(action === undefined ? {} : { action }),
      afterSeq: all.at(-1)?.seq ?? 0,
      limit: CALLS_PER_READ,
    });
    all.push(...items);
    if (items.length < CALLS_PER_READ) return all;
  }
}
