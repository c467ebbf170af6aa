import { SECOND } from "../clock";
import { InternalError, UnavailableError } from "../errors";
import type { Runtime } from "../runtime";
import { systemTimers, type Timers } from "../timers";
import { selectEventsAfter, selectLatestEventId, type EventRow } from "./outbox.repo";

/** Should a wake-up get lost, the outbox is read this often all the same. */
const POLL_MS = 5 * SECOND;
const BATCH = 500;
/** What a restart takes; browsers and clients ask again after it. */
const RESTART_MS = 5 * SECOND;

export interface HubListener {
  /** users.id, so that one person's streams can be counted. */
  readonly owner: string;
  events(rows: readonly EventRow[]): void;
  /** The process is going down, or the hub cannot read any more. */
  closed(): void;
}

/** Reads the outbox once per wake-up for all streams of this process. */
export class EventHub {
  readonly #runtime: Pick<Runtime, "db" | "events" | "log">;
  readonly #timers: Timers;
  readonly #listeners = new Set<HubListener>();
  #lastId: number | null = null;
  #reading: Promise<void> | null = null;
  #wokenWhileReading = false;
  #stopListening: (() => void) | null = null;
  #cancelPoll: (() => void) | null = null;
  #closed = false;

  constructor(runtime: Pick<Runtime, "db" | "events" | "log">, timers: Timers = systemTimers) {
    this.#runtime = runtime;
    this.#timers = timers;
  }

  get size(): number {
    return this.#listeners.size;
  }

  countOf(owner: string): number {
    let count = 0;
    for (const listener of this.#listeners) if (listener.owner === owner) count += 1;
    return count;
  }

  /** Resolves once every later commit is certain to reach the listener. */
  async subscribe(listener: HubListener): Promise<() => void> {
    if (this.#closed) throw shuttingDown();
    this.#listeners.add(listener);
    this.#stopListening ??= this.#runtime.events.subscribe(() => void this.read());
    this.#cancelPoll ??= this.#poll();
    await this.read();
    if (this.#lastId === null) {
      this.#remove(listener);
      if (this.#closed) throw shuttingDown();
      throw new InternalError("Live updates are not available now.");
    }
    return () => this.#remove(listener);
  }

  /** Ends every stream; called first when the process shuts down. */
  close(): void {
    this.#closed = true;
    for (const listener of this.#listeners) {
      this.#remove(listener);
      listener.closed();
    }
  }

  /** Reads what is new; calls that come during a read share the next one. Never rejects. */
  read(): Promise<void> {
    if (this.#reading) this.#wokenWhileReading = true;
    return (this.#reading ??= this.#readSafely());
  }

  async #readSafely(): Promise<void> {
    try {
      await this.#readAll();
    } catch (error) {
      if (!this.#closed) this.#runtime.log.error({ err: error }, "the outbox cannot be read");
    } finally {
      this.#reading = null;
    }
  }

  async #readAll(): Promise<void> {
    do {
      this.#wokenWhileReading = false;
      this.#lastId ??= await selectLatestEventId(this.#runtime.db.read);
      const rows = await selectEventsAfter(this.#runtime.db.read, {
        afterId: this.#lastId,
        limit: BATCH,
      });
      const last = rows.at(-1);
      if (!last) continue;
      this.#lastId = last.id;
      if (rows.length === BATCH) this.#wokenWhileReading = true;
      for (const listener of this.#listeners) listener.events(rows);
    } while (this.#wokenWhileReading && !this.#closed);
  }

  #poll(): () => void {
    return this.#timers.after(POLL_MS, () => {
      void this.read();
      this.#cancelPoll = this.#poll();
    });
  }

  #remove(listener: HubListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = null;
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    // Nobody reads on: the next first listener starts at what is then the newest.
    this.#lastId = null;
  }
}

function shuttingDown(): UnavailableError {
  return new UnavailableError("The application is shutting down.", {
    suggestion: "Try again in a few seconds.",
    retryAfterMs: RESTART_MS,
  });
}

const HUBS = Symbol.for("amivault.eventHubs");
const registry = globalThis as { [HUBS]?: WeakMap<object, EventHub> };

/** One per runtime, whichever bundle of the process asks. */
export function eventHubOf(runtime: Runtime): EventHub {
  const hubs = (registry[HUBS] ??= new WeakMap());
  const hub = hubs.get(runtime) ?? new EventHub(runtime);
  hubs.set(runtime, hub);
  return hub;
}
