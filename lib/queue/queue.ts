import type { z } from "zod";

/**
 * Words: a *job* is a request to look at something, named by ids; the database is the truth, so
 * a job may be lost or run twice without harm. A *repeat* is a job that runs again and again.
 */
export interface JobDefinition<Payload = unknown> {
  /** Dotted, for example `backup.run`. */
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Jobs with the same key are one job until it has ended. No `:` inside. */
  key(payload: Payload): string;
  /** How many run at once in one process. */
  readonly concurrency: number;
}

/** `retryAfterMs`: run again later, holding no slot and counting no failure. */
export type JobResult = void | { retryAfterMs: number };

export interface JobHandler<Payload> {
  definition: JobDefinition<Payload>;
  run(payload: Payload, job: { signal: AbortSignal }): Promise<JobResult>;
}

export interface RepeatHandler {
  /** Dotted, for example `tick`. */
  name: string;
  everyMs: number;
  run(job: RepeatedJob): Promise<void>;
}

export interface RepeatedJob {
  signal: AbortSignal;
  /** Said in between by what takes long and comes further: what it holds meanwhile stays its own. */
  goesOn?(): Promise<void>;
}

/** The producing side: any process may enqueue. */
export interface Queue {
  /**
   * Never rejects for want of a carrier: a job that Redis did not take is logged, and the tick
   * finds its row again.
   *
   * A job of the same key that waits, also for later, covers the new one, which is dropped; while
   * one runs, it runs once more afterwards, because it may have read the database before.
   */
  enqueue<Payload>(
    definition: JobDefinition<Payload>,
    payloads: readonly Payload[],
    options?: { delayMs?: number },
  ): Promise<void>;
  /** Whether the driver can carry jobs now (Redis answers); used by /api/ready. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface RunnerStart {
  handlers: ReadonlyArray<JobHandler<never>>;
  repeats: readonly RepeatHandler[];
  /** The infrastructure is broken (see run-job.ts): the process must drain, exit and be restarted. */
  onBroken(error: Error): void;
}

/** The consuming side: embedded processes and workers. */
export interface JobRunner {
  start(options: RunnerStart): Promise<void>;
  /** Stops intake, waits for running jobs up to `drainMs`, then aborts their signals. */
  stop(options: { drainMs: number }): Promise<void>;
}

/** Both sides of one driver. */
export interface QueueDriver {
  queue: Queue;
  runner: JobRunner;
}

/** Erases the payload type; safe because the driver parses with the handler's own schema first. */
export function toHandler<Payload>(handler: JobHandler<Payload>): JobHandler<never> {
  return handler as unknown as JobHandler<never>;
}
