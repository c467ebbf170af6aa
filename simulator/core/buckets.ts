/** AWS's request buckets: how many calls at once, and how many a second after that. */
export const BUCKETS = {
  read: { capacity: 100, perSecond: 20 },
  readEverything: { capacity: 50, perSecond: 10 },
  mutate: { capacity: 50, perSecond: 5 },
  remove: { capacity: 100, perSecond: 5 },
  tag: { capacity: 100, perSecond: 10 },
} as const;

export type BucketClass = keyof typeof BUCKETS | "none";

export interface BucketState {
  name: string;
  tokens: number;
  at: number;
}

/** One bucket per account, region, action and class, refilled in virtual time. */
export class Buckets {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  take(of: { name: string; class: BucketClass; now: number }): boolean {
    if (of.class === "none") return true;
    const { capacity, perSecond } = BUCKETS[of.class];
    const bucket = this.#buckets.get(of.name) ?? { tokens: capacity, at: of.now };
    const elapsed = Math.max(0, of.now - bucket.at);
    const tokens = Math.min(capacity, bucket.tokens + (elapsed / 1000) * perSecond);
    const granted = tokens >= 1;
    this.#buckets.set(of.name, { tokens: granted ? tokens - 1 : tokens, at: of.now });
    return granted;
  }

  clear(): void {
    this.#buckets.clear();
  }

  state(): BucketState[] {
    return [...this.#buckets].map(([name, bucket]) => ({ name, ...bucket }));
  }

  restore(states: readonly BucketState[]): void {
    this.clear();
    for (const { name, tokens, at } of states) this.#buckets.set(name, { tokens, at });
  }
}
