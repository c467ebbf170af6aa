import { SECOND, type EpochMs } from "#lib/clock";
import { noteTickDone } from "#lib/health/absence";
import { TICK_LEASE } from "#lib/health/get-readiness";
import { findLease } from "#lib/leases/leases.repo";
import { stampLease } from "#lib/leases/stamp-lease";
import type { RepeatHandler } from "#lib/queue/queue";
import type { Runtime } from "#lib/runtime";
import { systemTimers, type Timers } from "#lib/timers";

/** Looks for what is due; says when the next due moment is, if it knows. */
export type Tick = (runtime: Runtime) => Promise<{ nextDueAt: EpochMs | null } | void>;

export const TICK_EVERY_MS = SECOND;
/** Older than this, whoever sees it runs the tick: the queue's repeats are gone or stuck. */
export const TICK_STALE_MS = 3 * SECOND;
/** How often it is written down that ticks come to their end. */
const DONE_EVERY_MS = 10 * SECOND;

export interface TickLoopOptions {
  runtime: Runtime;
  tick: Tick;
  /** This process, in the record of the last tick. */
  owner: string;
  timers?: Timers;
}

/**
 * The tick of one process: at most one at a time, at least each second as a repeat of the queue,
 * and armed to the next due moment so that nothing waits for the second to be full.
 */
export class TickLoop {
  readonly #options: TickLoopOptions;
  readonly #timers: Timers;
  #running: Promise<void> | null = null;
  #disarm: () => void = () => undefined;
  #stopped = false;
  #doneAt: EpochMs | null = null;

  constructor(options: TickLoopOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
  }

  readonly repeat: RepeatHandler = {
    name: "tick",
    everyMs: TICK_EVERY_MS,
    run: () => this.run(),
  };

  /** For the process's own loops: an emptied Redis forgets its repeats for some seconds. */
  readonly watch: RepeatHandler = {
    name: "tick-watch",
    everyMs: TICK_EVERY_MS,
    run: async () => {
      const { runtime } = this.#options;
      const last = await findLease(runtime.db.read, TICK_LEASE);
      const age = runtime.clock.now() - (last?.renewedAt ?? 0);
      if (Math.abs(age) <= TICK_STALE_MS) return;
      if (last) runtime.log.warn({ ageMs: age }, "the last tick is old; this process runs it");
      await this.run();
    },
  };

  /** Shares a run that is under way: it began less than one tick ago. */
  run(): Promise<void> {
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** No run begins by itself afterwards; one under way is awaited. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm();
    await this.#running?.catch(() => undefined);
  }

  async #runOnce(): Promise<void> {
    const { runtime, tick, owner } = this.#options;
    await stampLease(runtime, { name: TICK_LEASE, owner });
    const result = await tick(runtime);
    await this.#noteDone();
    this.#arm(result?.nextDueAt ?? null);
  }

  async #noteDone(): Promise<void> {
    const { runtime, owner } = this.#options;
    const now = runtime.clock.now();
    if (this.#doneAt !== null && Math.abs(now - this.#doneAt) < DONE_EVERY_MS) return;
    await noteTickDone(runtime, owner);
    this.#doneAt = now;
  }

  /** What is due already and was left waits for the second: arming to it would spin. */
  #arm(nextDueAt: EpochMs | null): void {
    this.#disarm();
    if (this.#stopped || nextDueAt === null) return;
    const delayMs = nextDueAt - this.#options.runtime.clock.now();
    if (delayMs <= 0 || delayMs > TICK_EVERY_MS) return;
    this.#disarm = this.#timers.after(delayMs, () => void this.#runArmed());
  }

  async #runArmed(): Promise<void> {
    try {
      await this.run();
    } catch (err) {
      this.#options.runtime.log.error({ err }, "the armed tick failed; the next second runs it");
    }
  }
}
