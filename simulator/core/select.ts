import { indexValues, type Filter } from "./filters";
import type { Resource } from "./model";
import type { ResourceStore } from "./resource-store";

export interface Selection<T extends Resource> {
  store: ResourceStore<T>;
  filters: readonly Filter<T>[];
  now: number;
  /** Whether the caller may see it at all. */
  isVisible: (item: T) => boolean;
  afterSeq: number;
  limit: number;
  /** Only these, when the request names ids. */
  only?: readonly T[] | undefined;
  /** The index that the filter `volume-id` means; snapshots have one, volumes go by id. */
  volumeIndex?: "id" | "volume";
}

/** One page in order of creation, and whether there is more after it. */
export function select<T extends Resource>(selection: Selection<T>): { page: T[]; more: boolean } {
  const { filters, now, isVisible, afterSeq, limit } = selection;
  const page: T[] = [];
  for (const item of candidates(selection)) {
    if (item.seq <= afterSeq || !isVisible(item)) continue;
    if (!filters.every((filter) => filter.matches(item, now))) continue;
    if (page.length === limit) return { page, more: true };
    page.push(item);
  }
  return { page, more: false };
}

/** Above so many candidates, walking the list in order is cheaper than sorting them for each page. */
const SORTED_MAX = 2000;

function candidates<T extends Resource>(selection: Selection<T>): Iterable<T> {
  if (selection.only !== undefined) return bySeq(selection.only);
  let best: { index: string; values: string[]; size: number } | undefined;
  for (const filter of selection.filters) {
    const indexed = indexValues(filter);
    if (indexed === undefined) continue;
    const isVolume = indexed.index === "id" && filter.name === "volume-id";
    const index = isVolume ? (selection.volumeIndex ?? "id") : indexed.index;
    if (index !== "id" && !selection.store.hasIndex(index)) continue;
    const size = count({ store: selection.store, index, values: indexed.values });
    if (best === undefined || size < best.size) best = { index, values: indexed.values, size };
  }
  if (best === undefined || best.size > SORTED_MAX)
    return selection.store.after(selection.afterSeq);
  return bySeq(collect({ store: selection.store, ...best }));
}

interface Lookup<T extends Resource> {
  store: ResourceStore<T>;
  index: string;
  values: string[];
}

function count<T extends Resource>({ store, index, values }: Lookup<T>): number {
  if (index === "id") return values.length;
  return values.reduce((sum, value) => sum + store.lookup({ index, value }).size, 0);
}

function collect<T extends Resource>({ store, index, values }: Lookup<T>): T[] {
  const found = new Set<T>();
  for (const value of values) {
    if (index === "id") {
      const item = store.get(value);
      if (item !== undefined) found.add(item);
    } else for (const item of store.lookup({ index, value })) found.add(item);
  }
  return [...found];
}

const bySeq = <T extends Resource>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => a.seq - b.seq);
