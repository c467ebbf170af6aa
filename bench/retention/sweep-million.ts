import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { sweepRetention, type SweepResult } from "#lib/retention/sweep-retention";
import { say } from "../report";
import { withMillion } from "./million";

export interface SweptMillion extends SweepResult {
  seconds: number;
  /** Of the event loop, at one go. */
  maxBlockMs: number;
}

/** A sweep over a million backups; the plans of 10,000 removals are written too. */
export async function sweepMillion(): Promise<SweptMillion> {
  return withMillion(async (runtime) => {
    say("sweeping …");
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const from = performance.now();
    const result = await sweepRetention(runtime);
    const seconds = (performance.now() - from) / 1_000;
    delay.disable();
    return { ...result, seconds, maxBlockMs: delay.max / 1e6 };
  });
}
