import { steadyClock, type Clock } from "../clock";
import type { Logger } from "../logger";
import { systemTimers, type Timers } from "../timers";
import { JobTable, type QueuedJob } from "./job-table";
import type {
  JobHandler,
  JobRunner,
  Queue,
  QueueDriver,
  RepeatHandler,
  RunnerStart,
} from "./queue";
import { FAILURES_MAX, failurePauseMs, runJob, type JobOutcome } from "./run-job";
import { runRepeat } from "./run-repeat";
import { RunningWork } from "./running-work";

export interface EmbeddedQueueOptions {
  log: Logger;
  /** By which it waits; unless said, none that somebody sets. */
  clock?: Clock;
  timers?: Timers;
}

/** One job definition's slots in this process. */
interface Lane {
  handler: JobHandler<never>;
  running: number;
  /** Cancels the timer armed to the lane's next due job. */
  disarm: () => void;
}

/**
 * Jobs within one process, held in memory alone: after a restart the tick finds in the database
 * what is to be done.
 */
export function createEmbeddedQueue(options: EmbeddedQueueOptions): QueueDriver {
  const driver = new EmbeddedQueue(options);
  return { queue: driver, runner: driver };
}

class EmbeddedQueue implements Queue, JobRunner {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #table = new JobTable();
  readonly #lanes = new Map<string, Lane>();
  readonly #work = new RunningWork();
  readonly #repeatStops: Array<() => void> = [];
  #started: RunnerStart | null = null;
  #stopping = false;

  constructor(options: EmbeddedQueueOptions) {
    this.#log = options.log;
    this.#clock = options.clock ?? steadyClock;
    this.#timers = options.timers ?? systemTimers;
  }

  enqueue: Queue["enqueue"] = async (definition, payloads, options) => {
    const runAt = this.#clock.now() + (options?.delayMs ?? 0);
    const { name } = definition;
    for (const payload of payloads) {
      this.#table.add({ name, key: definition.key(payload), payload, runAt });
    }
    const lane = this.#lanes.get(name);
    if (lane) this.#pump(lane);
  };

  isReady = async (): Promise<boolean> => true;

  close = async (): Promise<void> => this.stop({ drainMs: 0 });

  async start(options: RunnerStart): Promise<void> {
    if (this.#started) throw new Error("The embedded queue was started twice.");
    this.#started = options;
    for (const handler of options.handlers) {
      const lane: Lane = { handler, running: 0, disarm: nothing };
      this.#lanes.set(handler.definition.name, lane);
      this.#pump(lane);
    }
    for (const repeat of options.repeats) this.#repeat(repeat);
  }

  async stop(options: { drainMs: number }): Promise<void> {
    this.#stopping = true;
    for (const lane of this.#lanes.values()) lane.disarm();
    for (const stop of this.#repeatStops) stop();
    await this.#work.drain({ drainMs: options.drainMs, timers: this.#timers });
  }

  #pump(lane: Lane): void {
    lane.disarm();
    if (this.#stopping) return;
    const { name, concurrency } = lane.handler.definition;
    while (lane.running < concurrency) {
      const job = this.#table.takeDue(name, this.#clock.now());
      if (!job) break;
      lane.running++;
      this.#work.track(this.#run(lane, job));
    }
    const next = this.#table.nextRunAt(name);
    if (next === null || lane.running >= concurrency) return;
    lane.disarm = this.#timers.after(next - this.#clock.now(), () => this.#pump(lane));
  }

  async #run(lane: Lane, job: QueuedJob): Promise<void> {
    const outcome = await runJob({
      handler: lane.handler,
      payload: job.payload,
      signal: this.#work.signal,
      log: this.#log,
    });
    this.#settle(job, outcome);
    lane.running--;
    this.#pump(lane);
  }

  #settle(job: QueuedJob, outcome: JobOutcome): void {
    const now = this.#clock.now();
    if (outcome.kind === "later") {
      job.failures = 0;
      this.#table.delay(job, now + outcome.delayMs);
    } else if (outcome.kind === "failed" && ++job.failures < FAILURES_MAX) {
      this.#table.delay(job, now + failurePauseMs(job.failures));
    } else {
      this.#table.end(job);
    }
    if (outcome.kind === "broken") this.#started?.onBroken(outcome.error);
  }

  /** From start to start, or at once after a run that took longer: never two at a time. */
  #repeat(repeat: RepeatHandler): void {
    const timer = { cancel: nothing };
    this.#repeatStops.push(() => timer.cancel());
    const round = async (): Promise<void> => {
      const startedAt = this.#clock.now();
      await runRepeat({
        repeat,
        signal: this.#work.signal,
        log: this.#log,
        onBroken: (error) => this.#started?.onBroken(error),
      });
      arm(startedAt + repeat.everyMs - this.#clock.now());
    };
    const arm = (delayMs: number): void => {
      if (this.#stopping) return;
      timer.cancel = this.#timers.after(delayMs, () => this.#work.track(round()));
    };
    arm(0);
  }
}

function nothing(): void {}
