import type { Timers } from "../timers";

/** After their signals were aborted, jobs get this long to come to an end. */
const ABORT_GRACE_MS = 1_000;

/** The work under way in one process, and how it is brought to an end. */
export class RunningWork {
  readonly #running = new Set<Promise<void>>();
  readonly #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** `work` must not reject. */
  track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  /** Waits up to `drainMs`, then aborts the signals and waits a moment more. */
  async drain(options: { drainMs: number; timers: Timers }): Promise<void> {
    const { drainMs, timers } = options;
    if (await this.#endedWithin(drainMs, timers)) return;
    this.#controller.abort(new Error("The process is stopping."));
    await this.#endedWithin(ABORT_GRACE_MS, timers);
  }

  async #endedWithin(ms: number, timers: Timers): Promise<boolean> {
    let cancel: (() => void) | undefined;
    const late = new Promise<boolean>((resolve) => {
      cancel = timers.after(ms, () => resolve(false));
    });
    const ended = Promise.all(this.#running).then(() => true);
    const inTime = await Promise.race([ended, late]);
    cancel?.();
    return inTime;
  }
}
