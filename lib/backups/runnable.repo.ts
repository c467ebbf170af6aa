import { and, asc, count, eq, gt, lte, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, backups } from "../db/schema";
import { unindexed } from "./unindexed";

export interface RunnablePlace {
  accountRef: string;
  /** The 12 digits. */
  accountId: string;
  region: string;
  count: number;
}

/** Accounts and regions with queued backups whose turn may have come. */
export async function listRunnablePlaces(q: Queryable, now: number): Promise<RunnablePlace[]> {
  return q
    .select({
      accountRef: backups.accountRef,
      accountId: accounts.accountId,
      region: backups.region,
      count: count(),
    })
    .from(backups)
    .innerJoin(accounts, eq(accounts.id, backups.accountRef))
    .where(and(lte(backups.notBeforeAt, now), eq(backups.status, "queued")))
    .groupBy(backups.accountRef, backups.region);
}

/** Queued in one place, oldest due first. */
export async function listQueued(
  q: Queryable,
  options: { accountRef: string; region: string; now: number; limit: number },
): Promise<string[]> {
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .where(
      and(
        lte(backups.notBeforeAt, options.now),
        eq(backups.status, "queued"),
        eq(unindexed(backups.accountRef), options.accountRef),
        eq(backups.region, options.region),
        gt(backups.startWindowEndsAt, options.now),
      ),
    )
    .orderBy(asc(backups.dueAt), asc(backups.id))
    .limit(options.limit);
  return rows.map(({ id }) => id);
}

/** What needs no call to AWS: leases that ran out, and start windows that are over. */
export async function listOverdue(
  q: Queryable,
  { now, limit }: { now: number; limit: number },
): Promise<string[]> {
  const lost = and(eq(backups.status, "creating"), lte(backups.leaseExpiresAt, now));
  const over = and(eq(backups.status, "queued"), lte(backups.startWindowEndsAt, now));
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    // Few are in these two statuses, however long the history.
    .where(or(lost, over))
    .limit(limit);
  return rows.map(({ id }) => id);
}
