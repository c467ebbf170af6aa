import { toIso } from "../clock";
import type { WalkedPage } from "../db/bounded-walk";
import { encodeCursor, type CursorOwner, type Page } from "../paging";

export type SearchedPage<Item> = Page<Item> & { searchedTo: string | null };

/** A page of a list that is searched in parts: see `searchedTo` in dto.ts. */
export function toSearchedPage<Item>(
  items: Item[],
  { owner, next, stoppedAt }: Pick<WalkedPage, "next" | "stoppedAt"> & { owner: CursorOwner },
): SearchedPage<Item> {
  return {
    items,
    nextCursor: next && encodeCursor(owner, [next.at, next.id]),
    // Counting would grow with the history.
    total: null,
    searchedTo: stoppedAt && toIso(stoppedAt.at),
  };
}
