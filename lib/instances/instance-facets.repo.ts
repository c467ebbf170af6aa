import { and, asc, count, eq, isNull } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, instances } from "#lib/db/schema/index";

const protectedIn = (scope: AccountScope) =>
  and(isNull(instances.removedAt), inScope(instances.accountRef, scope));

export async function countByAccount(q: Queryable, scope: AccountScope) {
  return q
    .select({ accountId: accounts.accountId, count: count() })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(protectedIn(scope))
    .groupBy(instances.accountRef)
    .orderBy(asc(accounts.accountId));
}

export async function countByRegion(q: Queryable, scope: AccountScope) {
  return q
    .select({ region: instances.region, count: count() })
    .from(instances)
    .where(protectedIn(scope))
    .groupBy(instances.region)
    .orderBy(asc(instances.region));
}

export async function countByState(q: Queryable, scope: AccountScope) {
  return q
    .select({ state: instances.state, count: count() })
    .from(instances)
    .where(protectedIn(scope))
    .groupBy(instances.state)
    .orderBy(asc(instances.state));
}
