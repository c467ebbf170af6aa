import type { Resource } from "./model";

type Extract<T> = (item: T) => Iterable<string>;

/** Resources in order of creation, by id, and by whatever the indexes extract. */
export class ResourceStore<T extends Resource> {
  readonly #items = new Map<string, T>();
  readonly #order: T[] = [];
  readonly #indexes: Map<string, { extract: Extract<T>; values: Map<string, Set<T>> }>;

  constructor(indexes: Record<string, Extract<T>>) {
    const all = { ...indexes, tag: tagEntries };
    this.#indexes = new Map(
      Object.entries(all).map(([name, extract]) => [name, { extract, values: new Map() }]),
    );
  }

  get size(): number {
    return this.#items.size;
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  add(item: T): void {
    this.#items.set(item.id, item);
    const last = this.#order.at(-1);
    if (last === undefined || last.seq < item.seq) this.#order.push(item);
    else this.#order.splice(this.#position(item.seq), 0, item);
    this.#index(item);
  }

  remove(id: string): void {
    const item = this.#items.get(id);
    if (item === undefined) return;
    this.#items.delete(id);
    this.#order.splice(this.#position(item.seq), 1);
    this.#unindex(item);
  }

  /** Every change of an indexed property goes through here. */
  update(item: T, change: (item: T) => void): void {
    this.#unindex(item);
    change(item);
    this.#index(item);
  }

  lookup({ index, value }: { index: string; value: string }): ReadonlySet<T> {
    return this.#indexes.get(index)?.values.get(value) ?? new Set();
  }

  hasIndex(name: string): boolean {
    return this.#indexes.has(name);
  }

  values(): IterableIterator<T> {
    return this.#items.values();
  }

  /** In order of creation, from the first whose `seq` is greater. */
  *after(seq: number): Generator<T> {
    for (let i = this.#position(seq + 1); i < this.#order.length; i += 1) {
      const item = this.#order[i];
      if (item !== undefined) yield item;
    }
  }

  #position(seq: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#order[middle]?.seq ?? Infinity) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #index(item: T): void {
    for (const { extract, values } of this.#indexes.values()) {
      for (const value of extract(item)) {
        const set = values.get(value);
        if (set === undefined) values.set(value, new Set([item]));
        else set.add(item);
      }
    }
  }

  #unindex(item: T): void {
    for (const { extract, values } of this.#indexes.values()) {
      for (const value of extract(item)) {
        const set = values.get(value);
        set?.delete(item);
        if (set?.size === 0) values.delete(value);
      }
    }
  }
}

export const tagEntry = ({ key, value }: { key: string; value: string }): string =>
  `${key}\u0000${value}`;

/** Both what is true and what is still shown: the filter decides which of them counts. */
function* tagEntries(item: Resource): Generator<string> {
  for (const [key, value] of item.tags) yield tagEntry({ key, value });
  if (item.tagView === undefined) return;
  for (const [key, value] of item.tagView.tags) yield tagEntry({ key, value });
}
