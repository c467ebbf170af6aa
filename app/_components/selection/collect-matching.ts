import type { Choosable, ListMatching } from "./selection";

/** A person cannot look through more at once; the rest is taken by another go. */
export const SELECTED_MAX = 10_000;

export interface Collected {
  found: Choosable[];
  /** Where the rest begins; null: this is all there is. */
  next: string | null;
  /** Why not everything could be read, one sentence. */
  problem: string | null;
}

/** Page by page until there is nothing more, or enough; an answer that fails ends it with what there is. */
export async function collectMatching(options: {
  listMatching: ListMatching;
  filters: Readonly<Record<string, string>>;
  /** A `next` of before; null begins. */
  from: string | null;
  onProgress: (count: number) => void;
}): Promise<Collected> {
  const { listMatching, filters } = options;
  const found = new Map<string, Choosable>();
  let next = options.from;
  do {
    const input = { filters, ...(next === null ? {} : { cursor: next }) };
    const page = await listMatching(input).catch(() => null);
    if (page === null || !page.ok) {
      const problem = page === null ? "The server did not answer." : page.error.message;
      return { found: [...found.values()], next, problem };
    }
    for (const item of page.data.items) found.set(item.id, item);
    options.onProgress(found.size);
    next = page.data.nextCursor;
  } while (next !== null && found.size < SELECTED_MAX);
  return { found: [...found.values()], next, problem: null };
}
