import { and, asc, eq, lte } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import { unindexed } from "./unindexed";
import { isLookedAt } from "./waiting";

export interface Place {
  accountRef: string;
  region: string;
}

const PLACES_MAX = 500;

/** Accounts and regions in which a look at AWS is due. */
export async function listPlacesToPoll(q: Queryable, now: number): Promise<Place[]> {
  return placesToPollQuery(q, now);
}

/** Exported, like the next one, for the test that reads its plan. */
export function placesToPollQuery(q: Queryable, now: number) {
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(backups)
    .where(and(isLookedAt, lte(unindexed(backups.notBeforeAt), now)))
    .limit(PLACES_MAX);
}

/** Due first, then those due soon, which share the call. */
export async function listDueLooks(
  q: Queryable,
  options: Place & { until: number; limit: number },
): Promise<Array<{ id: string; notBeforeAt: number | null }>> {
  return dueLooksQuery(q, options);
}

export function dueLooksQuery(q: Queryable, options: Place & { until: number; limit: number }) {
  return q
    .select({ id: backups.id, notBeforeAt: backups.notBeforeAt })
    .from(backups)
    .where(
      and(
        isLookedAt,
        eq(backups.accountRef, options.accountRef),
        eq(backups.region, options.region),
        lte(backups.notBeforeAt, options.until),
      ),
    )
    .orderBy(asc(backups.notBeforeAt), asc(backups.id))
    .limit(options.limit);
}
