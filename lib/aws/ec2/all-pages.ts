import { requireAnswer } from "../call-aws";

interface AwsPage<Item> {
  items: readonly Item[];
  nextToken: string | undefined;
}

const PAGES_MAX = 1_000;

/** Every item of every page; a service that repeats a token would never end. */
export async function allPages<Item>(options: {
  action: string;
  /** Enough: no further page is asked for. */
  limit?: number;
  fetch: (nextToken: string | undefined) => Promise<AwsPage<Item>>;
}): Promise<Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await options.fetch(token);
    items.push(...page.items);
    token = page.nextToken || undefined;
    const repeated = token !== undefined && (seen.has(token) || seen.size >= PAGES_MAX);
    requireAnswer(repeated ? null : true, { action: options.action, what: "end" });
    if (token !== undefined) seen.add(token);
  } while (token !== undefined && items.length < (options.limit ?? Infinity));
  return items;
}
