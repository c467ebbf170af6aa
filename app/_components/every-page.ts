import { PAGE_SIZE_MAX } from "#lib/paging";

/** All of a list that somebody chooses from, page by page: nothing is left out silently. */
export async function everyPage<Item>(
  read: (page: {
    limit: number;
    cursor?: string;
  }) => Promise<{ items: readonly Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await read({ limit: PAGE_SIZE_MAX, ...(cursor ? { cursor } : {}) });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}
