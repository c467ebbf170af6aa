import { and, asc, eq, lte, ne, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import { unindexed } from "./unindexed";
import { isLookedAt } from "./waiting";

export interface Place {
  accountRef: string;
  region: string;
}

const PLACES_MAX = 500;

/**
 * Accounts and regions in which a look at AWS is due: for what AWS has accepted and nobody asked
 * for in person, since `restMs` at least.
 */
export async function listPlacesToPoll(
  q: Queryable,
  options: { now: number; restMs: number },
): Promise<Place[]> {
  return placesToPollQuery(q, options);
}

/** Exported, like the next one, for the test that reads its plan. */
export function placesToPollQuery(q: Queryable, { now, restMs }: { now: number; restMs: number }) {
  const at = unindexed(backups.notBeforeAt);
  const isUrgent = or(ne(unindexed(backups.status), "pending"), eq(backups.kind, "manual"));
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(backups)
    .where(and(isLookedAt, or(lte(at, now - restMs), and(lte(at, now), isUrgent))))
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
