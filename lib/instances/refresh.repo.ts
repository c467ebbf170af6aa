import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { instances } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";
import type { InstanceRecord } from "./instance.repo";
import type { RefreshInstancesPayload } from "./jobs";

/** Those that may still change: what is terminated stays so; what AWS did not know may be back. */
function dueForLook(before: number) {
  return and(
    isNull(instances.removedAt),
    isNotNull(instances.credentialId),
    ne(instances.state, "terminated"),
    or(isNull(instances.seenAt), lte(instances.seenAt, before)),
  );
}

export async function listPlacesToRefresh(
  q: Queryable,
  before: number,
): Promise<RefreshInstancesPayload[]> {
  return q
    .selectDistinct({ accountRef: instances.accountRef, region: instances.region })
    .from(instances)
    .where(dueForLook(before));
}

export async function listToRefresh(
  q: Queryable,
  options: RefreshInstancesPayload & { before: number; limit: number },
): Promise<InstanceRecord[]> {
  return q
    .select()
    .from(instances)
    .where(
      and(
        eq(instances.accountRef, options.accountRef),
        eq(instances.region, options.region),
        dueForLook(options.before),
      ),
    )
    .orderBy(asc(instances.seenAt), asc(instances.id))
    .limit(options.limit);
}

export async function markSeen(tx: Tx, ids: readonly string[], at: number): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(instances)
    .set({ seenAt: at })
    .where(inArray(instances.id, [...ids]));
}
