import type { EpochMs } from "../clock";

export interface Timed {
  runAt: EpochMs;
  /** Order of arrival, among equals. */
  order: number;
}

/** A binary heap: the earliest first, in the order of arrival among equals. */
export class JobHeap<T extends Timed> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent];
      if (!above || !isBefore(item, above)) break;
      items[index] = above;
      items[parent] = item;
      index = parent;
    }
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (first && last && first !== last) this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      const child = this.#earlierChild(index);
      const below = items[child];
      if (!below || !isBefore(below, item)) break;
      items[index] = below;
      index = child;
    }
    items[index] = item;
  }

  #earlierChild(index: number): number {
    const left = this.#items[2 * index + 1];
    const right = this.#items[2 * index + 2];
    return left && right && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
  }
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.runAt < b.runAt || (a.runAt === b.runAt && a.order < b.order);
}
