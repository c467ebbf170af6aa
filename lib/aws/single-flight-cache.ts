interface Entry<T> {
  value: Promise<T>;
  /** Infinity while it is being made. */
  expiresAt: number;
}

/**
 * Values that expire, made once however many ask at the same time; a failure is not kept. When another
 * is made, the one goes that was not asked for longest, if it has expired or there are more than `sizeMax`.
 */
export class SingleFlightCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #now: () => number;
  readonly #sizeMax: number;

  constructor(options: { now: () => number; sizeMax: number }) {
    this.#now = options.now;
    this.#sizeMax = options.sizeMax;
  }

  get(key: string, make: () => Promise<{ value: T; expiresAt: number }>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && known.expiresAt > this.#now()) {
      this.#putLast(key, known);
      return known.value;
    }
    const entry: Entry<T> = { value: this.#make(key, make), expiresAt: Infinity };
    this.#putLast(key, entry);
    this.#shrink();
    return entry.value;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Forgets a value that turned out bad; a newer one that somebody else has made stays. */
  async drop(key: string, bad: T): Promise<void> {
    const known = this.#entries.get(key);
    // One that is being made is newer than any that was used.
    if (!known || known.expiresAt === Infinity) return;
    if ((await known.value) === bad && this.#entries.get(key) === known) this.#entries.delete(key);
  }

  forget(matches: (key: string) => boolean): void {
    for (const key of this.#entries.keys()) if (matches(key)) this.#entries.delete(key);
  }

  async #make(key: string, make: () => Promise<{ value: T; expiresAt: number }>): Promise<T> {
    // The entry is in the map before `make` can end.
    await Promise.resolve();
    const mine = this.#entries.get(key);
    try {
      const { value, expiresAt } = await make();
      if (mine) mine.expiresAt = expiresAt;
      return value;
    } catch (error) {
      if (this.#entries.get(key) === mine) this.#entries.delete(key);
      throw error;
    }
  }

  /** The map is in the order of use. */
  #putLast(key: string, entry: Entry<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  #shrink(): void {
    for (const [oldest, { expiresAt }] of this.#entries) {
      if (this.#entries.size <= this.#sizeMax && expiresAt > this.#now()) return;
      this.#entries.delete(oldest);
    }
  }
}
