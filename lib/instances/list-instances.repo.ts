import { and, asc, count, desc, eq, gt, sql, type SQL } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { accounts, credentials, instances } from "#lib/db/schema/index";
import type { Cursor } from "#lib/paging";
import { healthReason } from "./health.repo";
import { matching, type InstanceFilterQuery, type InstanceQuery } from "./instance-filters.repo";
import { liveCredential, type InstanceRow } from "./instance.repo";
import type { InstanceSort } from "./schemas";

/**
 * What rows are sorted by, never null, so that a page can begin after any of them; word for word
 * what the indexes of lib/db/schema/instances.ts hold.
 */
const SORT_KEYS: Readonly<Record<InstanceSort, SQL<string | number>>> = {
  name: sql`lower(${instances.name})`,
  lastGood: sql`case when ${instances.lastGoodAt} is null then 0 else ${instances.lastGoodAt} end`,
  /** Without a next run: after all that have one. */
  nextDue: sql`case when ${instances.nextDueAt} is null then 9007199254740991 else ${instances.nextDueAt} end`,
  account: sql`${accounts.accountId}`,
  region: sql`${instances.region}`,
  state: sql`${instances.state}`,
};

export type ListedInstance = InstanceRow & { sortKey: string | number };

/** `limit + 1` rows from the cursor on. */
export async function listInstanceRows(
  q: Queryable,
  query: InstanceQuery,
  after: Cursor | null,
): Promise<ListedInstance[]> {
  return q
    .select({
      instance: instances,
      accountId: accounts.accountId,
      partition: accounts.partition,
      credentialName: credentials.name,
      healthReason: healthReason(query.now),
      sortKey: SORT_KEYS[query.sort],
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(and(matching(q, query), beyond(query, after)))
    .orderBy(...inOrder(query))
    .limit(query.limit + 1);
}

/** What a selection keeps of a row. */
export interface InstanceHandle {
  id: string;
  instanceId: string;
  name: string;
}

/** All at once, in the order of the list. */
export async function listInstanceHandles(
  q: Queryable,
  query: InstanceQuery,
): Promise<InstanceHandle[]> {
  return selectHandles(q)
    .where(matching(q, query))
    .orderBy(...inOrder(query))
    .limit(query.limit);
}

/** By id, which never changes: of what matches all the while no page misses one. */
export async function listInstanceHandlesById(
  q: Queryable,
  query: InstanceFilterQuery & { limit: number },
  afterId: string | null,
): Promise<InstanceHandle[]> {
  return selectHandles(q)
    .where(and(matching(q, query), afterId === null ? undefined : gt(instances.id, afterId)))
    .orderBy(asc(instances.id))
    .limit(query.limit + 1);
}

function selectHandles(q: Queryable) {
  return q
    .select({ id: instances.id, instanceId: instances.instanceId, name: instances.name })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential);
}

export async function countInstanceRows(q: Queryable, query: InstanceFilterQuery): Promise<number> {
  const counted = q.select({ n: count() }).from(instances);
  // Health alone asks for the credential: without it an index holds all that is counted.
  const needsCredential = query.health !== undefined || query.credentialId === "none";
  const [row] = needsCredential
    ? await counted.leftJoin(credentials, liveCredential).where(matching(q, query))
    : await counted.where(matching(q, query));
  return row?.n ?? 0;
}

function inOrder({ sort, order }: InstanceQuery): SQL[] {
  const direction = order === "asc" ? asc : desc;
  return [direction(SORT_KEYS[sort]), direction(instances.id)];
}

function beyond({ sort, order }: InstanceQuery, after: Cursor | null): SQL | undefined {
  if (after === null) return undefined;
  const [value, id] = after;
  const key = SORT_KEYS[sort];
  return order === "asc"
    ? sql`(${key}, ${instances.id}) > (${value}, ${id})`
    : sql`(${key}, ${instances.id}) < (${value}, ${id})`;
}
