import os from "node:os";
import { performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { countOption } from "./options";
import { round, say, type Figures } from "./report";
import type { ScheduleBlock, ScheduleBlockResult } from "./schedule/check-block";

const CASES = 100_000;
const CASES_PER_BLOCK = 500;

/**
 * Random schedules × zones: each in 20 random spans of 48 h and ± 3 days round every change of a
 * random year's clocks, with an exclusion window of its own, against an oracle that walks the wall
 * clock minute by minute (`--cases 100000`, `--seed`).
 * Keys: `cases`, `mismatches`, `moments` (compared), `excluded` (of them), `changes` (of clocks),
 * `seed`, `seconds`.
 */
export async function benchSchedule(args: readonly string[]): Promise<Figures> {
  const from = performance.now();
  const seed = countOption(args, "seed", 1 + (Date.now() % 1_000_000));
  const left = blocksOf({ cases: countOption(args, "cases", CASES), seed });
  const sum: ScheduleBlockResult = {
    cases: 0,
    moments: 0,
    excluded: 0,
    changes: 0,
    mismatches: [],
  };
  const take = (result: ScheduleBlockResult) => {
    for (const key of ["cases", "moments", "excluded", "changes"] as const) sum[key] += result[key];
    sum.mismatches.push(...result.mismatches);
    for (const mismatch of result.mismatches.slice(0, 5)) say(`MISMATCH ${mismatch}`);
    const seconds = (performance.now() - from) / 1_000;
    if ((sum.cases / CASES_PER_BLOCK) % 10 === 0) {
      say(`${sum.cases} cases, ${sum.mismatches.length} mismatches, ${Math.round(seconds)} s`);
    }
  };
  const workers = Math.max(1, os.availableParallelism());
  await Promise.all(Array.from({ length: workers }, () => runWorker(left, take)));
  return {
    cases: sum.cases,
    mismatches: sum.mismatches.length,
    moments: sum.moments,
    excluded: sum.excluded,
    changes: sum.changes,
    seed,
    seconds: round((performance.now() - from) / 1_000),
  };
}

function blocksOf({ cases, seed }: { cases: number; seed: number }): ScheduleBlock[] {
  const blocks: ScheduleBlock[] = [];
  for (let done = 0; done < cases; done += CASES_PER_BLOCK) {
    blocks.push({ seed: seed + done, cases: Math.min(CASES_PER_BLOCK, cases - done) });
  }
  return blocks;
}

/** This program again, on another thread, for one block after the other. */
function runWorker(
  left: ScheduleBlock[],
  take: (result: ScheduleBlockResult) => void,
): Promise<void> {
  const worker = new Worker(process.argv[1] ?? "", { workerData: "schedule" });
  return new Promise((resolve, reject) => {
    const next = () => {
      const block = left.shift();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      if (block) worker.postMessage(block);
      else void worker.terminate().then(() => resolve(), reject);
    };
    worker.on("message", (result: ScheduleBlockResult) => {
      take(result);
      next();
    });
    worker.on("error", reject);
    next();
  });
}
