import { and, eq, isNull } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, instances } from "#lib/db/schema/index";

/** Each pair of account and region once. */
export async function selectPlaces(
  q: Queryable,
  scope: AccountScope,
): Promise<Array<{ accountId: string; region: string }>> {
  return q
    .selectDistinct({ accountId: accounts.accountId, region: instances.region })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(and(isNull(instances.removedAt), inScope(instances.accountRef, scope)));
}
