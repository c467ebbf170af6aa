import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../context";
import { walkAll, type Ordered, type Walk, type Walked, type WalkPage } from "../db/bounded-walk";
import type { Queryable } from "../db/client";
import { holdsText } from "../db/holds-text";
import { inScope } from "../db/in-scope";
import { accounts, foreignImages } from "../db/schema";
import { unindexed } from "./unindexed";

export interface ForeignFilter {
  accounts: AccountScope;
  /** The 12 digits. */
  accountId?: string | undefined;
  region?: string | undefined;
  /** Exactly as it is shown; empty: nobody put a name to it. */
  maker?: string | undefined;
  search?: string | undefined;
}

const BY_CREATION: Ordered = {
  table: foreignImages,
  at: foreignImages.createdAt,
  id: foreignImages.imageId,
};

/** Images that are not ours, newest first. */
export async function walkForeign(
  q: Queryable,
  { filter, page }: { filter: ForeignFilter; page: WalkPage },
): Promise<Walked> {
  const accountRefs = await findAccountRefs(q, filter);
  if (accountRefs?.length === 0) return { places: [], stoppedAt: null };
  const walks = chooseWalks(filter, accountRefs);
  return walkAll(q, BY_CREATION, { walks, page });
}

export interface ListedForeign {
  image: typeof foreignImages.$inferSelect;
  accountId: string;
  partition: string;
}

/** By AWS's ids, in no order. */
export async function readForeign(
  q: Queryable,
  { imageIds, accounts: scope }: { imageIds: readonly string[]; accounts: AccountScope },
): Promise<ListedForeign[]> {
  if (imageIds.length === 0) return [];
  return q
    .select({
      image: foreignImages,
      accountId: accounts.accountId,
      partition: accounts.partition,
    })
    .from(foreignImages)
    .innerJoin(accounts, eq(accounts.id, foreignImages.accountRef))
    .where(
      and(inArray(foreignImages.imageId, [...imageIds]), inScope(foreignImages.accountRef, scope)),
    );
}

const MAKERS_MAX = 50;

/** From one to the next along the index. */
export async function listMakers(q: Queryable): Promise<string[]> {
  const makers: string[] = [];
  for (let after: string | null = null; makers.length < MAKERS_MAX; after = makers.at(-1) ?? null) {
    const [next] = await q
      .select({ owner: foreignImages.owner })
      .from(foreignImages)
      .where(after === null ? undefined : sql`${foreignImages.owner} > ${after}`)
      .orderBy(foreignImages.owner)
      .limit(1);
    if (!next) break;
    makers.push(next.owner);
  }
  return makers;
}

async function findAccountRefs(q: Queryable, filter: ForeignFilter): Promise<string[] | null> {
  const { accountId, accounts: scope } = filter;
  if (accountId === undefined) return scope === "all" ? null : [...scope];
  const rows = await q
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.accountId, accountId), inScope(accounts.id, scope)));
  return rows.map(({ id }) => id);
}

const WALKED_ACCOUNTS_MAX = 5;

function chooseWalks(filter: ForeignFilter, accountRefs: string[] | null): Walk[] {
  const { region, maker } = filter;
  const text = filter.search?.trim() ?? "";
  const { imageId, owner, accountRef } = foreignImages;
  const inAccounts = accountRefs ? inArray(unindexed(accountRef), accountRefs) : undefined;
  const inRegion = region === undefined ? undefined : eq(unindexed(foreignImages.region), region);
  const byMaker = maker === undefined ? undefined : eq(unindexed(owner), maker);
  const named = text === "" ? undefined : isNamed(text);
  if (/^ami-[0-9a-z]+$/.test(text)) {
    return [{ along: and(eq(imageId, text), inAccounts, inRegion, byMaker), rest: undefined }];
  }
  if (maker !== undefined) {
    return [{ along: eq(owner, maker), rest: and(inAccounts, inRegion, named) }];
  }
  if (accountRefs && accountRefs.length <= WALKED_ACCOUNTS_MAX) {
    const rest = and(inRegion, named);
    return accountRefs.map((ref) => ({ along: eq(accountRef, ref), rest }));
  }
  const place = region === undefined ? undefined : eq(foreignImages.region, region);
  return [{ along: place, rest: and(inAccounts, named) }];
}

/** By its name, or by what it was made from. */
function isNamed(text: string): SQL | undefined {
  return or(
    holdsText(foreignImages.name, text),
    holdsText(unindexed(foreignImages.sourceInstanceId), text),
  );
}
