import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { beginsWithText, holdsText } from "../db/holds-text";
import { inScope } from "../db/in-scope";
import { accounts, discoveredInstances, discoveredTags, instances } from "../db/schema";
import type { Cursor } from "../paging";
import type { DiscoveredRow } from "./discovered.repo";
import type { DiscoveredFilter, DiscoveredStatus } from "./schemas";

export type DiscoveredQuery = DiscoveredFilter & { accounts: AccountScope };

export interface ListedDiscovered {
  row: DiscoveredRow;
  accountId: string;
  /** Its record, also one that was removed from protection. */
  recordId: string | null;
  removedAt: number | null;
  nameKey: string;
}

const nameKey = sql<string>`lower(${discoveredInstances.name})`;

const sameInstance = and(
  eq(instances.accountRef, discoveredInstances.accountRef),
  eq(instances.region, discoveredInstances.region),
  eq(instances.instanceId, discoveredInstances.instanceId),
);

const isProtected = and(isNotNull(instances.id), isNull(instances.removedAt));
const isNotProtected = or(isNull(instances.id), isNotNull(instances.removedAt));

const IS_STATUS: Readonly<Record<DiscoveredStatus, SQL | undefined>> = {
  protected: isProtected,
  gone: and(isNotProtected, isNotNull(discoveredInstances.goneAt)),
  ignored: and(
    isNotProtected,
    isNull(discoveredInstances.goneAt),
    isNotNull(discoveredInstances.ignoredAt),
  ),
  unprotected: and(
    isNotProtected,
    isNull(discoveredInstances.goneAt),
    isNull(discoveredInstances.ignoredAt),
  ),
};

/** By name, `limit` rows from the cursor on. */
export async function listDiscoveredRows(
  q: Queryable,
  query: DiscoveredQuery & { limit: number; after: Cursor | null },
): Promise<ListedDiscovered[]> {
  const { after } = query;
  return selectListed(q)
    .where(
      and(
        matching(query),
        after
          ? sql`(${nameKey}, ${discoveredInstances.id}) > (${after[0]}, ${after[1]})`
          : undefined,
      ),
    )
    .orderBy(asc(nameKey), asc(discoveredInstances.id))
    .limit(query.limit);
}

/** By id, which never changes, `limit` rows after one: names change while a list is read. */
export async function listDiscoveredHandles(
  q: Queryable,
  query: DiscoveredQuery & { limit: number; afterId: string | null },
): Promise<Array<{ id: string; instanceId: string; name: string }>> {
  const { id, instanceId, name } = discoveredInstances;
  return q
    .select({ id, instanceId, name })
    .from(discoveredInstances)
    .innerJoin(accounts, eq(accounts.id, discoveredInstances.accountRef))
    .leftJoin(instances, sameInstance)
    .where(and(matching(query), query.afterId === null ? undefined : gt(id, query.afterId)))
    .orderBy(asc(id))
    .limit(query.limit);
}

export async function listDiscoveredById(
  q: Queryable,
  { ids, accounts: scope }: { ids: readonly string[]; accounts: AccountScope },
): Promise<ListedDiscovered[]> {
  if (ids.length === 0) return [];
  return selectListed(q).where(
    and(inArray(discoveredInstances.id, [...ids]), inScope(discoveredInstances.accountRef, scope)),
  );
}

function selectListed(q: Queryable) {
  return q
    .select({
      row: discoveredInstances,
      accountId: accounts.accountId,
      recordId: instances.id,
      removedAt: instances.removedAt,
      nameKey,
    })
    .from(discoveredInstances)
    .innerJoin(accounts, eq(accounts.id, discoveredInstances.accountRef))
    .leftJoin(instances, sameInstance);
}

export async function countDiscoveredRows(q: Queryable, query: DiscoveredQuery): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(discoveredInstances)
    .innerJoin(accounts, eq(accounts.id, discoveredInstances.accountRef))
    .leftJoin(instances, sameInstance)
    .where(matching(query));
  return row?.n ?? 0;
}

/** Of each status, in one walk. */
export async function countByStatus(
  q: Queryable,
  scope: AccountScope,
): Promise<Record<DiscoveredStatus, number>> {
  const [row] = await q
    .select({
      unprotected: countIf(IS_STATUS.unprotected),
      protected: countIf(IS_STATUS.protected),
      ignored: countIf(IS_STATUS.ignored),
      gone: countIf(IS_STATUS.gone),
    })
    .from(discoveredInstances)
    .leftJoin(instances, sameInstance)
    .where(inScope(discoveredInstances.accountRef, scope));
  return row ?? { unprotected: 0, protected: 0, ignored: 0, gone: 0 };
}

/** Served by an index of what runs and one of what is protected. */
export async function countRunningUnprotected(q: Queryable, scope: AccountScope): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(discoveredInstances)
    .where(
      and(
        sql`${discoveredInstances.state} = 'running'`,
        isNull(discoveredInstances.ignoredAt),
        inScope(discoveredInstances.accountRef, scope),
        sql`not exists (select 1 from ${instances} indexed by instances_protected
          where ${sameInstance} and ${instances.removedAt} is null)`,
      ),
    );
  return row?.n ?? 0;
}

function countIf(condition: SQL | undefined) {
  return sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
}

function matching(query: DiscoveredQuery): SQL | undefined {
  const { account, region, state, search, status, tag } = query;
  return and(
    inScope(discoveredInstances.accountRef, query.accounts),
    account
      ? or(eq(discoveredInstances.accountRef, account), eq(accounts.accountId, account))
      : undefined,
    region ? eq(discoveredInstances.region, region) : undefined,
    state ? eq(discoveredInstances.state, state) : undefined,
    status === undefined || status === "all" ? undefined : IS_STATUS[status],
    tag ? hasTag(tag) : undefined,
    search ? matchingText(search) : undefined,
  );
}

/** `key`, or `key=value`; a key may hold the sign itself. */
function hasTag(text: string): SQL {
  const cut = text.indexOf("=");
  const pair =
    cut <= 0
      ? undefined
      : and(
          eq(discoveredTags.key, text.slice(0, cut)),
          eq(discoveredTags.value, text.slice(cut + 1)),
        );
  return sql`${discoveredInstances.id} in (select ${discoveredTags.discoveredId}
    from ${discoveredTags} where ${or(eq(discoveredTags.key, text), pair)})`;
}

function matchingText(search: string): SQL | undefined {
  return or(
    beginsWithText(discoveredInstances.instanceId, search),
    holdsText(discoveredInstances.name, search),
    eq(discoveredInstances.id, search),
  );
}

/** Keys, or the values of one, that instances which are there have; the most used first. */
export async function listTagTexts(
  q: Queryable,
  { key, scope, limit }: { key: string | undefined; scope: AccountScope; limit: number },
): Promise<Array<{ text: string; count: number }>> {
  const text = key === undefined ? discoveredTags.key : discoveredTags.value;
  return q
    .select({ text, count: count() })
    .from(discoveredTags)
    .innerJoin(discoveredInstances, eq(discoveredInstances.id, discoveredTags.discoveredId))
    .where(
      and(
        isNull(discoveredInstances.goneAt),
        inScope(discoveredInstances.accountRef, scope),
        key === undefined ? undefined : eq(discoveredTags.key, key),
      ),
    )
    .groupBy(text)
    .orderBy(desc(count()), asc(text))
    .limit(limit);
}

/** Each pair once, with the 12 digits. */
export async function listSeenPlaces(q: Queryable, scope: AccountScope) {
  return q
    .selectDistinct({
      accountRef: discoveredInstances.accountRef,
      accountId: accounts.accountId,
      region: discoveredInstances.region,
    })
    .from(discoveredInstances)
    .innerJoin(accounts, eq(accounts.id, discoveredInstances.accountRef))
    .where(inScope(discoveredInstances.accountRef, scope));
}
