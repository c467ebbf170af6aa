import { and, asc, eq, gt, inArray, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { isMadeUpFor, newestRunOf } from "../alerts/standing-trouble.repo";
import { unindexed } from "../backups/unindexed";
import type { Queryable } from "../db/client";
import { backups, instances, scheduleLinks, schedules } from "../db/schema";
import { isConcerned, RUN_COLUMNS, type OverdueRun } from "./overdue.repo";

/** Live links of instances that follow several schedules, in pages by their id. */
export async function listSharingLinks(
  q: Queryable,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<string[]> {
  const other = sql`exists (select 1 from ${scheduleLinks} as other
    where other.instance_ref = ${scheduleLinks.instanceRef} and other.id <> ${scheduleLinks.id}
      and other.deleted_at is null)`;
  const rows = await q
    .select({ id: scheduleLinks.id })
    .from(scheduleLinks)
    .where(and(gt(scheduleLinks.id, afterId), isNull(scheduleLinks.deletedAt), other))
    .orderBy(asc(scheduleLinks.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * The newest run of each of these links whose start window ended before `before`, where it ended
 * badly: good runs of the instance's other schedules do not make up for it.
 */
export async function listBadLinkRuns(
  q: Queryable,
  { linkIds, before, now }: { linkIds: readonly string[]; before: number; now: number },
): Promise<OverdueRun[]> {
  const link = sql`${scheduleLinks.id}`;
  const run = sql`${backups}`;
  const askedSince = sql`${backups.dueAt}`;
  return q
    .select(RUN_COLUMNS)
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .innerJoin(backups, sql`${backups.id} = ${newestRunOf(link, { now, windowOverAt: before })}`)
    .where(
      and(
        inArray(scheduleLinks.id, [...linkIds]),
        isNull(scheduleLinks.pausedAt),
        eq(schedules.enabled, true),
        inArray(unindexed(backups.status), ["failed", "missed"]),
        sql`not ${isMadeUpFor({ link, run, askedSince })}`,
        isConcerned(before),
      ),
    );
}

/**
 * The newest run of each instance whose start window ended before `before`, where it was excluded
 * with nothing good since, and the instance follows none but these schedules.
 */
export async function listExcludedRuns(
  q: Queryable,
  { scheduleIds, before }: { scheduleIds: readonly string[]; before: number },
): Promise<OverdueRun[]> {
  const ids = sql.join(
    scheduleIds.map((id) => sql`${id}`),
    sql`, `,
  );
  const follows = (which: SQL) => sql`exists (select 1 from ${scheduleLinks} as link
    inner join ${schedules} as plan on plan.id = link.schedule_id
    where link.instance_ref = ${instances.id} and link.deleted_at is null
      and link.paused_at is null and plan.enabled = 1 and plan.id ${which} (${ids}))`;
  const newest = sql`(select run.id from ${backups} as run
    where run.instance_ref = ${instances.id} and run.kind = 'scheduled'
      and run.start_window_ends_at <= ${before}
    order by run.due_at desc, run.id desc limit 1)`;
  return q
    .select(RUN_COLUMNS)
    .from(instances)
    .innerJoin(backups, sql`${backups.id} = ${newest}`)
    .where(
      and(
        follows(sql`in`),
        sql`not ${follows(sql`not in`)}`,
        eq(unindexed(backups.status), "skipped"),
        eq(backups.statusCode, "excluded"),
        or(isNull(instances.lastGoodAt), lt(instances.lastGoodAt, backups.dueAt)),
        isConcerned(before),
      ),
    );
}
