import { asUser } from "../auth/as-user";
import { findLiveSession } from "../auth/find-session";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { ForbiddenError, LimitExceededError } from "../errors";
import { mayHear, type Listener } from "../events/event-access";
import type { EventHub, HubListener } from "../events/event-hub";
import {
  selectEventsAfter,
  selectLatestEventId,
  selectOldestEventId,
  type EventRow,
} from "../events/outbox.repo";
import { systemTimers, type Timers } from "../timers";

export const STREAM_MS_MAX = 5 * MINUTE;
export const HEARTBEAT_MS = 15 * SECOND;
const ASK_AGAIN_MS = 100;
const STREAMS_MAX = 500;
const STREAMS_PER_USER_MAX = 30;
const BACKLOG_MAX = 500;
/** A browser that reads slower than this many bytes behind is cut off, and comes back. */
const BEHIND_BYTES_MAX = 256 * 1024;

export interface StreamOptions {
  hub: EventHub;
  /** The last event the page knows of; null starts with what comes next. */
  afterId: number | null;
  signal: AbortSignal;
  timers?: Timers;
}

interface OwnStreamOptions extends StreamOptions {
  sessionId: string;
  owner: string;
}

/** The events this caller may hear of, as `text/event-stream`, until one of the limits. */
export async function streamEvents(
  ctx: Context,
  options: StreamOptions,
): Promise<ReadableStream<Uint8Array>> {
  if (ctx.actor.type !== "user") throw notForTokens();
  const { userId, sessionId } = ctx.actor;
  const { hub } = options;
  if (hub.size >= STREAMS_MAX || hub.countOf(userId) >= STREAMS_PER_USER_MAX) {
    throw new LimitExceededError("Too many live pages are open.", { retryAfterMs: 10 * SECOND });
  }
  const stream = new EventStream(ctx, { ...options, sessionId, owner: userId });
  return stream.open();
}

function notForTokens(): ForbiddenError {
  return new ForbiddenError("Live updates belong to a session.", {
    suggestion: "Sign in at /api/login for them; with a personal token, ask the lists again.",
  });
}

class EventStream implements HubListener {
  readonly owner: string;
  readonly #ctx: Context;
  readonly #options: OwnStreamOptions;
  readonly #timers: Timers;
  readonly #cancels: Array<() => void> = [];
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #sentId = 0;
  #ended = false;
  /** Batches are written one after another, each after its own look at the session. */
  #tail: Promise<void> = Promise.resolve();

  constructor(ctx: Context, options: OwnStreamOptions) {
    this.#ctx = ctx;
    this.#options = options;
    this.owner = options.owner;
    this.#timers = options.timers ?? systemTimers;
  }

  async open(): Promise<ReadableStream<Uint8Array>> {
    const readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.closed(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }),
    );
    const { hub, signal } = this.#options;
    const subscribed = hub.subscribe(this);
    // First in line, but after the subscription: what is committed between the two comes twice
    // rather than never, and once to the browser.
    this.#then(async () => {
      await subscribed;
      await this.#greet();
    });
    this.#atEnd(await subscribed);
    this.#atEnd(this.#timers.after(STREAM_MS_MAX, () => this.closed()));
    this.#beat();
    signal.addEventListener("abort", () => this.closed(), { once: true });
    if (signal.aborted) this.closed();
    return readable;
  }

  events(rows: readonly EventRow[]): void {
    this.#then(() => this.#send(rows));
  }

  closed(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const cancel of this.#cancels.splice(0)) cancel();
    try {
      this.#controller?.close();
    } catch {
      // The browser was first: the stream is closed already.
    }
  }

  async #greet(): Promise<void> {
    this.#write("retry: 1000\n\n");
    const { afterId } = this.#options;
    const { read } = this.#ctx.runtime.db;
    if (afterId === null) {
      this.#sentId = await selectLatestEventId(read);
      return this.#write(`id: ${this.#sentId}\n\n`);
    }
    const oldest = await selectOldestEventId(read);
    const latestId = await selectLatestEventId(read);
    const backlog = await selectEventsAfter(read, { afterId, limit: BACKLOG_MAX + 1 });
    // Ahead of all there is: the database was put back from a copy, and counts from there again.
    const isAhead = afterId > latestId;
    const isGone = oldest !== null && afterId < oldest - 1;
    if (isAhead || isGone || backlog.length > BACKLOG_MAX) {
      this.#sentId = latestId;
      return this.#write(`id: ${latestId}\nevent: reset\ndata: {"type":"reset"}\n\n`);
    }
    this.#sentId = afterId;
    await this.#send(backlog);
  }

  async #send(rows: readonly EventRow[]): Promise<void> {
    const fresh = rows.filter((row) => row.id > this.#sentId);
    if (fresh.length === 0) return;
    const listener = await this.#authorize();
    if (!listener) return this.#dismiss();
    for (const row of fresh) {
      this.#sentId = row.id;
      // What is not theirs to hear of still moves the position that the browser resumes from.
      this.#write(mayHear(listener, row) ? toMessage(row) : `id: ${row.id}\n\n`);
    }
  }

  /** Asked again for every batch: whoever lost the session or the right hears nothing more. */
  async #authorize(): Promise<Listener | null> {
    const found = await findLiveSession(this.#ctx.runtime, this.#options.sessionId);
    if (!found) return null;
    const { id: userId, role, mustChangePassword } = found.user;
    const owes = mustChangePassword || found.mustSetUpSecondFactor;
    return { userId, role, owes, accounts: asUser(found).accounts };
  }

  /** The session ended, or has another id: the page asks at once which of the two it was. */
  #dismiss(): void {
    this.#write(`retry: ${ASK_AGAIN_MS}\n\n`);
    this.closed();
  }

  #beat(): void {
    const cancel = this.#timers.after(HEARTBEAT_MS, () => {
      this.#then(async () => {
        if (!(await this.#authorize())) return this.#dismiss();
        // A comment would do for what lies between, but a page never hears of one: it would not
        // know a connection that has died from a night in which nothing happens.
        this.#write("event: beat\ndata: {}\n\n");
      });
      if (!this.#ended) this.#beat();
    });
    this.#atEnd(cancel);
  }

  #atEnd(cancel: () => void): void {
    if (this.#ended) cancel();
    else this.#cancels.push(cancel);
  }

  #write(text: string): void {
    if (this.#ended || !this.#controller) return;
    this.#controller.enqueue(Buffer.from(text, "utf8"));
    if ((this.#controller.desiredSize ?? 0) < -BEHIND_BYTES_MAX) this.closed();
  }

  #then(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work).catch((error: unknown) => {
      this.#ctx.runtime.log.error({ err: error }, "a live stream broke off");
      this.closed();
    });
  }
}

function toMessage(row: EventRow): string {
  const data = { type: row.type, entityId: row.entityId, data: row.data ?? {} };
  return `id: ${row.id}\nevent: ${row.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
