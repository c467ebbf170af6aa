import { and, asc, eq, gt, isNull, lte } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups, occurrences, scheduleLinks, schedules } from "../db/schema";
import type { Tx } from "../db/tx";
import { hasBackupIn } from "./occurrences.repo";

export interface WaitingLink {
  linkId: string;
  scheduleId: string;
  nextDueAt: number | null;
  cron: string;
  zone: string;
}

/** Links that wait for a moment after `now`, in pages by their id. */
export async function listWaitingLinks(
  q: Queryable,
  { now, afterId, limit }: { now: number; afterId: string; limit: number },
): Promise<WaitingLink[]> {
  return q
    .select({
      linkId: scheduleLinks.id,
      scheduleId: scheduleLinks.scheduleId,
      nextDueAt: scheduleLinks.nextDueAt,
      cron: schedules.cron,
      zone: schedules.zone,
    })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(
      and(
        gt(scheduleLinks.id, afterId),
        gt(scheduleLinks.nextDueAt, now),
        isNull(scheduleLinks.deletedAt),
        eq(scheduleLinks.plannedVersion, schedules.version),
      ),
    )
    .orderBy(asc(scheduleLinks.id))
    .limit(limit);
}

/** Moments after `now` that something was done for: they are not due again. */
export async function listHandledMoments(
  q: Queryable,
  { linkId, now }: { linkId: string; now: number },
): Promise<ReadonlySet<number>> {
  const rows = await q
    .select({ dueAt: occurrences.dueAt, status: backups.status })
    .from(occurrences)
    .innerJoin(backups, eq(backups.id, occurrences.backupId))
    .where(and(eq(occurrences.linkId, linkId), gt(occurrences.dueAt, now)));
  const handled = rows.filter(({ status }) => status !== "expected" && status !== "missed");
  return new Set(handled.map(({ dueAt }) => dueAt));
}

/** Takes what was written as missed for moments after `now` off the ledger. */
export async function deleteFutureMissed(
  tx: Tx,
  { linkId, now }: { linkId: string; now: number },
): Promise<{ backupIds: string[]; ranges: Array<{ from: number; to: number }> }> {
  const gone = await tx
    .delete(occurrences)
    .where(and(eq(occurrences.linkId, linkId), gt(occurrences.dueAt, now), hasBackupIn("missed")))
    .returning();
  return {
    backupIds: gone.map(({ backupId }) => backupId),
    ranges: gone.flatMap(({ dueAt, rangeEndAt }) =>
      rangeEndAt === null ? [] : [{ from: dueAt, to: rangeEndAt }],
    ),
  };
}

/** The row of many missed moments that began before `now` and reaches beyond it. */
export async function findOpenRange(
  q: Queryable,
  { linkId, now }: { linkId: string; now: number },
) {
  const [range] = await q
    .select()
    .from(occurrences)
    .where(
      and(
        eq(occurrences.linkId, linkId),
        lte(occurrences.dueAt, now),
        gt(occurrences.rangeEndAt, now),
      ),
    )
    .limit(1);
  return range ?? null;
}

export async function shortenRange(
  tx: Tx,
  { id, count, rangeEndAt }: { id: string; count: number; rangeEndAt: number | null },
): Promise<void> {
  await tx.update(occurrences).set({ count, rangeEndAt }).where(eq(occurrences.id, id));
}
