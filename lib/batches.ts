import { setImmediate as turnOfTheLoop } from "node:timers/promises";

export interface BatchOptions<Item, Result> {
  /** Items of one batch at most. */
  max: number;
  /** Answers in the order of the items. */
  run(items: readonly Item[]): Promise<Result[]>;
}

interface Asked<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Many callers, few runs: each batch takes what has come while the one before it was running, so
 * that the busier it is the more they share. A batch that fails is tried item by item, so that one
 * that cannot be done costs the others nothing.
 */
export class Batches<Item, Result> {
  readonly #options: BatchOptions<Item, Result>;
  readonly #waiting: Array<Asked<Item, Result>> = [];
  #running = false;

  constructor(options: BatchOptions<Item, Result>) {
    this.#options = options;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#runAll();
    });
  }

  async #runAll(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      // What was asked for in the same turn goes along.
      await turnOfTheLoop();
      await this.#runBatch(this.#waiting.splice(0, this.#options.max));
    }
    this.#running = false;
  }

  async #runBatch(batch: ReadonlyArray<Asked<Item, Result>>): Promise<void> {
    try {
      const results = await this.#options.run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await this.#runBatch([one]);
    }
  }
}

/** One of them for each owner, made when it is first asked for. */
export function batchesOf<Owner extends object, Item, Result>(
  options: (owner: Owner) => BatchOptions<Item, Result>,
): (owner: Owner) => Batches<Item, Result> {
  const known = new WeakMap<Owner, Batches<Item, Result>>();
  return (owner) => {
    const found = known.get(owner) ?? new Batches(options(owner));
    known.set(owner, found);
    return found;
  };
}
