import { createLogger } from "../logger";
import type { Clock } from "../clock";
import { JobTable, type QueuedJob } from "../queue/job-table";
import type { JobHandler, Queue } from "../queue/queue";
import { runJob, type JobOutcome } from "../queue/run-job";

export interface RanJob {
  name: string;
  key: string;
  payload: unknown;
  outcome: JobOutcome["kind"];
}

/** A queue that runs nothing until the test says so, by the test's clock. */
export interface TestQueue extends Queue {
  /** What waits, also for later. */
  waiting(): Array<Pick<QueuedJob, "name" | "key" | "payload" | "runAt">>;
  /**
   * Runs every job of these handlers that is due now, and what they enqueue for now, one after
   * another. A job whose outcome is `failed` or `broken` fails the test, unless it is expected.
   */
  drain(
    handlers: ReadonlyArray<JobHandler<never>>,
    options?: { expectFailures?: boolean },
  ): Promise<RanJob[]>;
}

const JOBS_MAX = 10_000;
const silent = createLogger({ component: "test", level: "silent" });

export function createTestQueue(clock: Clock): TestQueue {
  const table = new JobTable();
  return {
    async enqueue(definition, payloads, options) {
      const runAt = clock.now() + (options?.delayMs ?? 0);
      for (const payload of payloads) {
        table.add({ name: definition.name, key: definition.key(payload), payload, runAt });
      }
    },
    isReady: async () => true,
    close: async () => undefined,
    waiting: () =>
      table.list().map(({ name, key, payload, runAt }) => ({ name, key, payload, runAt })),
    async drain(handlers, options = {}) {
      const ran: RanJob[] = [];
      for (let due = next(table, handlers, clock); due; due = next(table, handlers, clock)) {
        if (ran.length >= JOBS_MAX) throw new Error("The queue does not come to rest.");
        const { name, key, payload } = due.job;
        const outcome = await runOne(due, table, clock);
        ran.push({ name, key, payload, outcome: outcome.kind });
        if (!options.expectFailures && "error" in outcome) throw outcome.error;
      }
      return ran;
    },
  };
}

interface Due {
  handler: JobHandler<never>;
  job: QueuedJob;
}

function next(
  table: JobTable,
  handlers: ReadonlyArray<JobHandler<never>>,
  clock: Clock,
): Due | null {
  for (const handler of handlers) {
    const job = table.takeDue(handler.definition.name, clock.now());
    if (job) return { handler, job };
  }
  return null;
}

async function runOne(due: Due, table: JobTable, clock: Clock): Promise<JobOutcome> {
  const { handler, job } = due;
  const signal = new AbortController().signal;
  const outcome = await runJob({ handler, payload: job.payload, signal, log: silent });
  // A delay of zero would never come to rest by a clock that stands still.
  if (outcome.kind === "later") table.delay(job, clock.now() + Math.max(1, outcome.delayMs));
  else table.end(job);
  return outcome;
}
