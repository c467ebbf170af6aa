import { and, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { NOT_STARTED_CODE, TAKEN_BACK_STEP } from "../backups/aws-looks.pure";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { CLOCK_SKEW_MS_MAX } from "../removal/removal-timing.pure";
import {
  backupEvents,
  backups,
  instances,
  occurrences,
  scheduleLinks,
  schedules,
} from "../db/schema";

/**
 * The newest run of a link that has ended, or whose start window was over at an instant, since it
 * was last linked. One that was not to run says nothing, nor does one whose moment has not come: it
 * ran while the clock was ahead.
 */
export function newestRunOf(link: SQL, of: { now: EpochMs; windowOverAt?: EpochMs }): SQL {
  const which =
    of.windowOverAt === undefined
      ? sql`run.status not in ('expected', 'queued', 'creating', 'pending')`
      : sql`run.start_window_ends_at <= ${of.windowOverAt}`;
  return sql`(select run.id from ${occurrences} as asked
    inner join ${backups} as run on run.id = asked.backup_id
    where asked.link_id = ${link} and asked.due_at <= ${of.now}
      and asked.due_at >= coalesce((select since.created_at from ${scheduleLinks} as since
        where since.id = ${link} and since.created_at <= ${of.now}), 0)
      and ${which}
      and not (run.status = 'skipped' and coalesce(run.status_code, '') = 'excluded')
    order by asked.due_at desc limit 1)`;
}

/** Its own schedule has a good image since the run was due, or somebody asked for one since. */
export function isMadeUpFor(of: { link: SQL; run: SQL; askedSince: SQL }): SQL {
  const { link, run, askedSince } = of;
  return sql`exists (select 1 from ${backups} as good
    where good.instance_ref = ${run}.instance_ref and good.status = 'available'
      and good.image_created_at >= ${run}.due_at - ${CLOCK_SKEW_MS_MAX}
      and case good.kind when 'scheduled' then good.image_created_at >= ${run}.due_at
          and exists (select 1 from ${occurrences} as theirs
            where theirs.backup_id = good.id and theirs.link_id = ${link})
        else ${isMadeSince(askedSince)} end)`;
}

/** By AWS's clock; by ours, as far as AWS's may be behind, where it was asked for since then. */
function isMadeSince(since: SQL): SQL {
  return sql`good.image_created_at >= ${since} - ${CLOCK_SKEW_MS_MAX}
    and (good.image_created_at >= ${since} or good.due_at >= ${since})`;
}

/** By one of its schedules, the last run went wrong: a good run of another does not hide it. */
const hasBadLink = (now: EpochMs) => sql`exists (select 1 from ${scheduleLinks} as link
  inner join ${schedules} as plan on plan.id = link.schedule_id
  inner join ${backups} as bad on bad.id = ${newestRunOf(sql`link.id`, { now })}
  where link.instance_ref = ${instances.id} and link.deleted_at is null
    and link.paused_at is null and plan.enabled = 1
    and bad.status in ('failed', 'missed')
    and not ${isMadeUpFor({ link: sql`link.id`, run: sql`bad`, askedSince: sql`bad.ended_at` })})`;

/** What somebody asked for went wrong, and nothing good has been made since. */
export const hasBadRequest = sql`exists (select 1 from ${backups} as bad
  where bad.instance_ref = ${instances.id} and bad.kind = 'manual'
    and bad.status in ('failed', 'missed')
    and not exists (select 1 from ${backups} as good
      where good.instance_ref = bad.instance_ref and good.status = 'available'
        and ${isMadeSince(sql`bad.ended_at`)}))`;

/** AWS has not started a run of it whose time has come. Asked once, of the few that are open. */
const hasSilentRun = (now: EpochMs) => sql`${instances.id} in (select silent.instance_ref
  from ${backups} as silent where silent.status = 'expected' and silent.due_at <= ${now}
    and silent.status_code = ${NOT_STARTED_CODE})`;

/** Nor did AWS start these: their images are being made from here, and are not there yet. */
const hasTakenBackRun = sql`${instances.id} in (select taken.instance_ref
  from ${backups} as taken where taken.status in ('queued', 'creating', 'pending')
    and exists (select 1 from ${backupEvents} as step
      where step.backup_id = taken.id and step.type = ${TAKEN_BACK_STEP}))`;

/** However well its last run went. */
export function hasStandingTrouble(now: EpochMs): SQL {
  return or(hasBadLink(now), hasBadRequest, hasSilentRun(now), hasTakenBackRun) ?? sql`0`;
}

interface Asked {
  ids: readonly string[];
  now: EpochMs;
}

export async function listTroubled(q: Queryable, { ids, now }: Asked): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await q
    .select({ id: instances.id })
    .from(instances)
    .where(and(inArray(instances.id, [...ids]), hasStandingTrouble(now)));
  return new Set(rows.map(({ id }) => id));
}

/** Those of the backups that are the last word of a schedule. */
export async function listLastOfLinks(q: Queryable, { ids, now }: Asked): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await q
    .selectDistinct({ id: occurrences.backupId })
    .from(occurrences)
    .innerJoin(scheduleLinks, eq(scheduleLinks.id, occurrences.linkId))
    .where(
      and(
        inArray(occurrences.backupId, [...ids]),
        isNull(scheduleLinks.deletedAt),
        sql`${occurrences.backupId} = ${newestRunOf(sql`${scheduleLinks.id}`, { now })}`,
      ),
    );
  return new Set(rows.map(({ id }) => id));
}
