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
  // First the pairs, from their own index; then the few accounts.
  const places = q
    .selectDistinct({ accountRef: instances.accountRef, region: instances.region })
    .from(instances)
    .where(and(isNull(instances.removedAt), inScope(instances.accountRef, scope)))
    .as("places");
  return q
    .select({ accountId: accounts.accountId, region: places.region })
    .from(places)
    .innerJoin(accounts, eq(accounts.id, places.accountRef));
}
