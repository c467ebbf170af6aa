import { DelayedError, Queue as BullQueue, Worker, type Job } from "bullmq";
import type { Redis } from "ioredis";
import { systemClock, type Clock } from "../clock";
import type { Logger } from "../logger";
import { systemTimers, type Timers } from "../timers";
import { forgetLate, promoteLate } from "./bullmq-clock";
import {
  LOCK_MS,
  REPEAT_QUEUE,
  STALLED_CHECK_MS,
  STALLED_MAX,
  UPSERT_EVERY_MS,
} from "./bullmq-settings";
import type { JobHandler, JobRunner, RepeatHandler, RunnerStart } from "./queue";
import { failurePauseMs, runJob } from "./run-job";
import { runRepeat } from "./run-repeat";
import { RunningWork } from "./running-work";

export interface BullmqRunnerOptions {
  /** A `worker` connection; BullMQ makes its blocking ones from it. It is not closed here. */
  redis: Redis;
  prefix: string;
  log: Logger;
  clock?: Clock;
  timers?: Timers;
}

/** Time for BullMQ to put away its connections, once the handlers have ended. */
const CLOSE_MS = 1_000;
/** A job that met a broken database waits for the restarted process. */
const BROKEN_PAUSE_MS = 5_000;

export function createBullmqRunner(options: BullmqRunnerOptions): JobRunner {
  return new BullmqRunner(options);
}

class BullmqRunner implements JobRunner {
  readonly #options: BullmqRunnerOptions;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #work = new RunningWork();
  readonly #closers: Array<() => Promise<void>> = [];
  readonly #repeatsRunning = new Set<string>();
  #cancelUpsert: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;
  #stopping = false;

  constructor(options: BullmqRunnerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
  }

  async start(options: RunnerStart): Promise<void> {
    for (const handler of options.handlers) {
      this.#consume(handler.definition.name, handler.definition.concurrency, (job, token) =>
        this.#runJob({ handler, job, token, start: options }),
      );
    }
    this.#watchClock(options.handlers);
    if (options.repeats.length > 0) await this.#startRepeats(options);
  }

  async stop(options: { drainMs: number }): Promise<void> {
    this.#stopping = true;
    this.#cancelUpsert();
    this.#cancelWatch();
    // Closing stops the intake at once and then waits for what runs.
    const closed = Promise.allSettled(this.#closers.map((close) => close()));
    await this.#work.drain({ drainMs: options.drainMs, timers: this.#timers });
    let cancel: (() => void) | undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#timers.after(CLOSE_MS, resolve);
    });
    await Promise.race([closed, late]);
    cancel?.();
  }

  #consume(
    name: string,
    concurrency: number,
    process: (job: Job, token: string | undefined) => Promise<void>,
  ): void {
    const { redis, prefix, log } = this.#options;
    const worker = new Worker(name, process, {
      connection: redis,
      prefix,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_MAX,
      settings: { backoffStrategy: failurePauseMs },
    });
    worker.on("error", (err) => log.warn({ err, queue: name }, "the worker met an error"));
    worker.on("stalled", (jobId) => log.warn({ jobId, queue: name }, "a job was left behind"));
    this.#closers.push(() => worker.close());
  }

  async #runJob(options: {
    handler: JobHandler<never>;
    job: Job;
    token: string | undefined;
    start: RunnerStart;
  }): Promise<void> {
    const { handler, job, token } = options;
    const running = runJob({
      handler,
      payload: job.data,
      signal: this.#work.signal,
      log: this.#options.log,
    });
    this.#work.track(running.then(() => undefined));
    const outcome = await running;
    if (outcome.kind === "ended") return;
    if (outcome.kind === "failed") throw outcome.error;
    if (outcome.kind === "broken") options.start.onBroken(outcome.error);
    const delayMs = outcome.kind === "later" ? outcome.delayMs : BROKEN_PAUSE_MS;
    await job.moveToDelayed(this.#clock.now() + delayMs, token);
    // Tells BullMQ that the job was moved by hand: no attempt is counted, no slot is held.
    throw new DelayedError();
  }

  #watchClock(handlers: RunnerStart["handlers"]): void {
    const names = handlers.map(({ definition }) => definition.name);
    const look = async (): Promise<void> => {
      for (const name of names) {
        if (this.#stopping) return;
        await this.#heed(name, () => promoteLate(this.#options, { name, now: this.#clock.now() }));
      }
      if (this.#stopping) return;
      this.#cancelWatch = this.#timers.after(UPSERT_EVERY_MS, () => void look());
    };
    void look();
  }

  /** Says so where something had been put off under a clock that was ahead. */
  async #heed(queue: string, heed: () => Promise<boolean>): Promise<void> {
    const { log } = this.#options;
    try {
      if (await heed()) log.warn({ queue }, "the clock was set back: what waits begins anew");
    } catch (err) {
      if (!this.#stopping) log.warn({ err, queue }, "what waits could not be looked through");
    }
  }

  async #startRepeats(options: RunnerStart): Promise<void> {
    const { redis, prefix, log } = this.#options;
    const queue = new BullQueue(REPEAT_QUEUE, {
      connection: redis,
      prefix,
    });
    queue.on("error", (err) => log.warn({ err }, "the queue of repeats met an error"));
    this.#closers.push(() => queue.close());
    await this.#upsert(queue, options.repeats);
    const byName = new Map(options.repeats.map((repeat) => [repeat.name, repeat]));
    this.#consume(REPEAT_QUEUE, options.repeats.length, async (job) => {
      const repeat = byName.get(job.name);
      // The next round may be due while a long one is still running here.
      if (!repeat || this.#repeatsRunning.has(repeat.name)) return;
      this.#repeatsRunning.add(repeat.name);
      const running = runRepeat({
        repeat,
        signal: this.#work.signal,
        log,
        onBroken: options.onBroken,
      });
      this.#work.track(running);
      await running;
      this.#repeatsRunning.delete(repeat.name);
    });
  }

  /** Over and over, because an emptied Redis forgets them; an unchanged one keeps its rhythm. */
  async #upsert(queue: BullQueue, repeats: readonly RepeatHandler[]): Promise<void> {
    const { redis } = this.#options;
    await this.#heed(queue.name, () =>
      forgetLate(redis, { queue, repeats, now: this.#clock.now() }),
    );
    for (const { name, everyMs } of repeats) {
      const opts = { removeOnComplete: true, removeOnFail: true };
      try {
        await queue.upsertJobScheduler(name, { every: everyMs }, { name, opts });
      } catch (err) {
        this.#options.log.warn({ err, repeat: name }, "a repeat could not be scheduled");
      }
    }
    if (this.#stopping) return;
    this.#cancelUpsert = this.#timers.after(
      UPSERT_EVERY_MS,
      () => void this.#upsert(queue, repeats),
    );
  }
}
