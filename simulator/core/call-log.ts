export interface CallEntry {
  seq: number;
  /** Virtual time of arrival. */
  at: number;
  requestId: string;
  service: string;
  action: string;
  accountId: string;
  region: string;
  principal: string;
  accessKeyId: string;
  agent: string;
  /** `ok`, or the error code the caller got or would have got. */
  outcome: string;
  /** What became of the answer. */
  reply: "sent" | "altered" | "lost" | "held" | "waiting";
  /** Kinds of the faults that took part. */
  faults: string[];
  /** The ids and names the call was about, and what it made. */
  detail: Record<string, string>;
}

export interface CallCount {
  accountId: string;
  region: string;
  action: string;
  outcome: string;
  count: number;
}

const ENTRIES_MAX = 200_000;

/** The last 200,000 calls in full, and exact counts of all of them. */
export class CallLog {
  #entries: CallEntry[] = [];
  readonly #counts = new Map<string, CallCount>();
  readonly #watchers = new Set<(entry: CallEntry) => void>();
  #seq = 0;

  open(of: Omit<CallEntry, "seq" | "outcome" | "reply" | "faults" | "detail">): CallEntry {
    this.#seq += 1;
    const entry: CallEntry = {
      ...of,
      seq: this.#seq,
      outcome: "running",
      reply: "waiting",
      faults: [],
      detail: {},
    };
    this.#entries.push(entry);
    if (this.#entries.length > ENTRIES_MAX * 1.1) this.#entries = this.#entries.slice(-ENTRIES_MAX);
    return entry;
  }

  close(entry: CallEntry, { outcome, reply }: Pick<CallEntry, "outcome" | "reply">): void {
    entry.outcome = outcome;
    entry.reply = reply;
    const { accountId, region, action } = entry;
    const name = `${accountId}/${region}/${action}/${outcome}`;
    const known = this.#counts.get(name);
    if (known === undefined) {
      this.#counts.set(name, { accountId, region, action, outcome, count: 1 });
    } else known.count += 1;
    for (const watcher of this.#watchers) watcher(entry);
  }

  /** Entries after a number, oldest first; numbers have no gaps. */
  entries(afterSeq = 0): readonly CallEntry[] {
    const first = this.#entries[0]?.seq ?? 0;
    return afterSeq < first ? this.#entries : this.#entries.slice(afterSeq - first + 1);
  }

  counts(): CallCount[] {
    return [...this.#counts.values()];
  }

  /** Called after every call that ended; returns the way to stop it. */
  watch(watcher: (entry: CallEntry) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  clear(): void {
    this.#entries = [];
    this.#counts.clear();
  }

  get lastSeq(): number {
    return this.#seq;
  }

  restore(of: { entries: CallEntry[]; counts: CallCount[]; lastSeq: number }): void {
    this.clear();
    this.#entries = [...of.entries];
    this.#seq = of.lastSeq;
    for (const count of of.counts) {
      const { accountId, region, action, outcome } = count;
      this.#counts.set(`${accountId}/${region}/${action}/${outcome}`, { ...count });
    }
  }
}
