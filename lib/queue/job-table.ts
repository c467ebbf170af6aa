import type { EpochMs } from "../clock";
import { JobHeap, type Timed } from "./job-heap";

export interface QueuedJob extends Timed {
  readonly name: string;
  readonly key: string;
  payload: unknown;
  /** Unexpected errors in a row; see run-job.ts. */
  failures: number;
}

interface Entry {
  job: QueuedJob;
  running: boolean;
  /** What was enqueued under this key while it ran. */
  next: { payload: unknown; runAt: EpochMs } | null;
}

/**
 * The jobs of one process, one per name and key until it has ended:
 * - added while it waits: nothing happens, the waiting job will read the database anyway;
 * - added while it runs: it runs once more afterwards, since it may have read the database before.
 */
export class JobTable {
  readonly #entries = new Map<string, Entry>();
  readonly #waiting = new Map<string, JobHeap<QueuedJob>>();
  #order = 0;

  add(options: { name: string; key: string; payload: unknown; runAt: EpochMs }): void {
    const { name, key, payload, runAt } = options;
    const entry = this.#entries.get(idOf(options));
    if (entry?.running) entry.next = { payload, runAt };
    if (entry) return;
    const job: QueuedJob = { name, key, payload, runAt, failures: 0, order: this.#order++ };
    this.#entries.set(idOf(job), { job, running: false, next: null });
    this.#heap(name).push(job);
  }

  /** The next job of this name that is due, marked as running. */
  takeDue(name: string, now: EpochMs): QueuedJob | null {
    const heap = this.#waiting.get(name);
    const first = heap?.peek();
    if (!heap || !first || first.runAt > now) return null;
    heap.pop();
    const entry = this.#entries.get(idOf(first));
    if (entry) entry.running = true;
    return first;
  }

  /** The job has ended; runs again at once if it was added meanwhile. */
  end(job: QueuedJob): void {
    const next = this.#entries.get(idOf(job))?.next;
    this.#entries.delete(idOf(job));
    if (next) this.add({ name: job.name, key: job.key, ...next });
  }

  /** The job waits again; what was added meanwhile is covered by that run. */
  delay(job: QueuedJob, runAt: EpochMs): void {
    const entry = this.#entries.get(idOf(job));
    if (!entry) return;
    job.runAt = runAt;
    job.order = this.#order++;
    if (entry.next) job.payload = entry.next.payload;
    entry.next = null;
    entry.running = false;
    this.#heap(job.name).push(job);
  }

  nextRunAt(name: string): EpochMs | null {
    return this.#waiting.get(name)?.peek()?.runAt ?? null;
  }

  /** Everything that waits or runs, for tests. */
  list(): QueuedJob[] {
    return Array.from(this.#entries.values(), (entry) => entry.job);
  }

  #heap(name: string): JobHeap<QueuedJob> {
    const heap = this.#waiting.get(name) ?? new JobHeap<QueuedJob>();
    this.#waiting.set(name, heap);
    return heap;
  }
}

function idOf(job: { name: string; key: string }): string {
  return `${job.name} ${job.key}`;
}
