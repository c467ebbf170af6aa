import { and, asc, count, eq, gt, lte, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, backups } from "../db/schema";
import { unindexed } from "./unindexed";
import { isQueued } from "./waiting";

export interface RunnablePlace {
  accountRef: string;
  /** The 12 digits. */
  accountId: string;
  region: string;
  count: number;
}

/** Accounts and regions with queued backups whose turn may have come. */
export async function listRunnablePlaces(q: Queryable, now: number): Promise<RunnablePlace[]> {
  return runnablePlacesQuery(q, now);
}

/** Exported, like the next ones, for the test that reads its plan. */
export function runnablePlacesQuery(q: Queryable, now: number) {
  return q
    .select({
      accountRef: backups.accountRef,
      accountId: accounts.accountId,
      region: backups.region,
      count: count(),
    })
    .from(backups)
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .where(and(isQueued, lte(unindexed(backups.notBeforeAt), now)))
    .groupBy(backups.accountRef, backups.region);
}

export interface QueuedBackup {
  id: string;
  accountRef: string;
  region: string;
}

/**
 * Queued, of every account and region the first so many, oldest due first. One walk over all that
 * is due: one for each place would be as many walks as there are places.
 */
export async function listQueued(
  q: Queryable,
  options: { now: number; eachMax: number },
): Promise<QueuedBackup[]> {
  return queuedQuery(q, options);
}

export function queuedQuery(q: Queryable, { now, eachMax }: { now: number; eachMax: number }) {
  const inPlace = sql<number>`row_number() over (partition by ${backups.accountRef}, ${backups.region} order by ${backups.dueAt}, ${backups.id})`;
  const { id, accountRef, region } = backups;
  const queued = q
    .select({ id, accountRef, region, rank: inPlace.as("rank") })
    .from(backups)
    .where(
      and(isQueued, lte(unindexed(backups.notBeforeAt), now), gt(backups.startWindowEndsAt, now)),
    )
    .as("queued");
  return q
    .select({ id: queued.id, accountRef: queued.accountRef, region: queued.region })
    .from(queued)
    .where(lte(queued.rank, eachMax))
    .orderBy(asc(queued.rank));
}

/** Whether more than so many queued backups are due. */
export async function isBacklog(
  q: Queryable,
  { now, above }: { now: number; above: number },
): Promise<boolean> {
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .where(and(isQueued, lte(unindexed(backups.notBeforeAt), now)))
    .limit(1)
    .offset(above);
  return rows.length > 0;
}

/** What needs no call to AWS: leases that ran out, and start windows that are over. */
export async function listOverdue(
  q: Queryable,
  { now, limit }: { now: number; limit: number },
): Promise<string[]> {
  const parts = [
    // Few are being made, however long the history.
    and(eq(backups.status, "creating"), lte(backups.leaseExpiresAt, now)),
    and(isQueued, lte(backups.startWindowEndsAt, now)),
  ];
  const ids: string[] = [];
  for (const part of parts) {
    const rows = await q.select({ id: backups.id }).from(backups).where(part).limit(limit);
    ids.push(...rows.map(({ id }) => id));
  }
  return ids.slice(0, limit);
}
