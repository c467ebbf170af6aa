import { and, count, desc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { backups, occurrences, scheduleLinks } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import { isSeenFollower } from "./seen-follower";

/** Due moments are the same for all that follow: a few of them know when they were. */
const FOLLOWERS_ASKED = 5;

/** Newest first, of followers that the caller may see. */
export async function listPassedMoments(
  q: Queryable,
  of: { scheduleId: string; accounts: AccountScope; now: number; limit: number },
): Promise<number[]> {
  const links = await q
    .select({ id: scheduleLinks.id })
    .from(scheduleLinks)
    .where(
      and(
        eq(scheduleLinks.scheduleId, of.scheduleId),
        isNull(scheduleLinks.deletedAt),
        isSeenFollower(sql.raw('"schedule_links"."instance_ref"'), of.accounts),
      ),
    )
    // Those that are paused last: they know less, and where all are, what was is still told.
    .orderBy(desc(scheduleLinks.nextDueAt))
    .limit(FOLLOWERS_ASKED);
  const moments = new Set<number>();
  for (const { id } of links) {
    const rows = await q
      .select({ dueAt: occurrences.dueAt })
      .from(occurrences)
      .where(and(eq(occurrences.linkId, id), lte(occurrences.dueAt, of.now)))
      .orderBy(desc(occurrences.dueAt))
      .limit(of.limit);
    for (const { dueAt } of rows) moments.add(dueAt);
  }
  return [...moments].toSorted((a, b) => b - a).slice(0, of.limit);
}

/** How the backups went that a schedule asked for at these moments. */
export async function countStatuses(
  q: Queryable,
  of: { scheduleId: string; moments: readonly number[]; accounts: AccountScope },
): Promise<Array<{ dueAt: number; status: BackupStatus; n: number }>> {
  if (of.moments.length === 0) return [];
  return q
    .select({ dueAt: occurrences.dueAt, status: backups.status, n: count() })
    .from(occurrences)
    .innerJoin(scheduleLinks, eq(scheduleLinks.id, occurrences.linkId))
    .innerJoin(backups, eq(backups.id, occurrences.backupId))
    .where(
      and(
        inArray(occurrences.dueAt, [...of.moments]),
        eq(scheduleLinks.scheduleId, of.scheduleId),
        inScope(backups.accountRef, of.accounts),
      ),
    )
    .groupBy(occurrences.dueAt, backups.status);
}
