import { toIso } from "../clock";
import type { Place } from "../db/bounded-walk";
import { encodeCursor, toPage, type Page } from "../paging";

export type SearchedPage<Item> = Page<Item> & { searchedTo: string | null };

/** A page of a list that is searched in parts: see `searchedTo` in dto.ts. */
export function toSearchedPage<Row, Item>(options: {
  found: { rows: readonly Row[]; stoppedAt: Place | null };
  limit: number;
  placeOf: (row: Row) => Place;
  toItem: (row: Row) => Item;
}): SearchedPage<Item> {
  const { found, limit, toItem } = options;
  const { rows, stoppedAt } = found;
  const page = toPage({
    rows,
    limit,
    // Counting would grow with the history.
    total: null,
    cursorOf: (row) => toCursor(options.placeOf(row)),
    toItem,
  });
  if (stoppedAt === null) return { ...page, searchedTo: null };
  const nextCursor = encodeCursor(toCursor(stoppedAt));
  return { ...page, nextCursor, searchedTo: toIso(stoppedAt.at) };
}

function toCursor({ at, id }: Place): readonly [number, string] {
  return [at, id];
}
