import { and, asc, count, desc, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, credentials, instances } from "#lib/db/schema/index";
import type { Cursor } from "#lib/paging";
import { healthReason } from "./health.repo";
import { reasonsOf } from "./instance-health.pure";
import { liveCredential, type InstanceRow } from "./instance.repo";
import type { ListInstancesInput } from "./schemas";

export type InstanceQuery = z.output<typeof ListInstancesInput> & {
  accounts: AccountScope;
  now: number;
};

/** What rows are sorted by, never null, so that a page can begin after any of them. */
const SORT_KEYS = {
  name: sql<string>`lower(${instances.name})`,
  lastGood: sql<number>`coalesce(${instances.lastGoodAt}, 0)`,
  /** Without a next run: after all that have one. */
  nextDue: sql<number>`coalesce(${instances.nextDueAt}, 9007199254740991)`,
} as const;

export type ListedInstance = InstanceRow & { sortKey: string | number };

/** `limit + 1` rows from the cursor on. */
export async function listInstanceRows(
  q: Queryable,
  query: InstanceQuery,
  after: Cursor | null,
): Promise<ListedInstance[]> {
  const sortKey: SQL<string | number> = SORT_KEYS[query.sort];
  const direction = query.order === "asc" ? asc : desc;
  return q
    .select({
      instance: instances,
      accountId: accounts.accountId,
      partition: accounts.partition,
      credentialName: credentials.name,
      healthReason: healthReason(query.now),
      sortKey,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(and(matching(query), after ? beyond(sortKey, query.order, after) : undefined))
    .orderBy(direction(sortKey), direction(instances.id))
    .limit(query.limit + 1);
}

export async function countInstanceRows(q: Queryable, query: InstanceQuery): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(matching(query));
  return row?.n ?? 0;
}

function beyond(key: SQL, order: "asc" | "desc", [value, id]: Cursor): SQL {
  return order === "asc"
    ? sql`(${key}, ${instances.id}) > (${value}, ${id})`
    : sql`(${key}, ${instances.id}) < (${value}, ${id})`;
}

function matching(query: InstanceQuery): SQL | undefined {
  return and(
    isNull(instances.removedAt),
    inScope(instances.accountRef, query.accounts),
    query.account
      ? or(eq(instances.accountRef, query.account), eq(accounts.accountId, query.account))
      : undefined,
    query.region ? eq(instances.region, query.region) : undefined,
    query.credentialId ? eq(instances.credentialId, query.credentialId) : undefined,
    query.state ? eq(instances.state, query.state) : undefined,
    query.health ? inArray(healthReason(query.now), reasonsOf(query.health)) : undefined,
    query.search ? matchingText(query.search) : undefined,
  );
}

/** Wildcards in what was typed are letters like others. */
function matchingText(search: string): SQL {
  const text = search.replaceAll(/[\\%_]/g, String.raw`\$&`);
  return sql`(${instances.instanceId} like ${`${text}%`} escape '\\' or ${instances.name} like ${`%${text}%`} escape '\\')`;
}
