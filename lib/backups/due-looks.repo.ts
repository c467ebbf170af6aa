import { and, asc, eq, isNull, lte, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";

export interface Place {
  accountRef: string;
  region: string;
}

const PLACES_MAX = 500;

/** Pending, unconfirmed or given up: what only a look at AWS moves on. */
const looked = and(
  or(eq(backups.status, "pending"), eq(backups.status, "creating"), eq(backups.status, "failed")),
  isNull(backups.leaseToken),
);

/** Accounts and regions in which a look at AWS is due. */
export async function listPlacesToPoll(q: Queryable, now: number): Promise<Place[]> {
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(backups)
    .where(and(lte(backups.notBeforeAt, now), looked))
    .limit(PLACES_MAX);
}

/** Due first, then those due soon, which share the call. */
export async function listDueLooks(
  q: Queryable,
  options: Place & { until: number; limit: number },
): Promise<Array<{ id: string; notBeforeAt: number | null }>> {
  return q
    .select({ id: backups.id, notBeforeAt: backups.notBeforeAt })
    .from(backups)
    .where(
      and(
        lte(backups.notBeforeAt, options.until),
        looked,
        eq(backups.accountRef, options.accountRef),
        eq(backups.region, options.region),
      ),
    )
    .orderBy(asc(backups.notBeforeAt), asc(backups.id))
    .limit(options.limit);
}
