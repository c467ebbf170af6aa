import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, instances } from "../db/schema";

export type ShownInstance = Awaited<ReturnType<typeof selectShownInstances>>[number];

/** Instances under protection that the caller may see, of these ids. */
export async function selectShownInstances(
  q: Queryable,
  wanted: { ids: readonly string[]; accounts: AccountScope },
) {
  return q
    .select({
      id: instances.id,
      accountRef: instances.accountRef,
      accountId: accounts.accountId,
      instanceId: instances.instanceId,
      name: instances.name,
      region: instances.region,
      retentionPolicyId: instances.retentionPolicyId,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(
      and(
        inArray(instances.id, [...wanted.ids]),
        isNull(instances.removedAt),
        inScope(instances.accountRef, wanted.accounts),
      ),
    )
    .orderBy(asc(instances.id));
}
