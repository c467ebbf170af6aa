import { sql } from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import type { EpochMs } from "../clock";
import { backupEvents, backups, instances } from "../db/schema";
import { CLOCK_SKEW_MS_MAX } from "../removal/removal-timing.pure";

/** How a run whose record or image was removed had ended; in doubt not well. */
const hadEndedWell = sql`coalesce((
  select ${backupEvents.type} from ${backupEvents}
  where ${backupEvents.backupId} = ${backups.id}
    and ${backupEvents.type} in ('status.available', 'status.failed', 'status.missed')
  order by ${backupEvents.at} desc, ${backupEvents}.rowid desc limit 1
) = 'status.available', 0)`;

/**
 * The newest ended scheduled run of an instance failed or was missed: the one reading by which
 * retention is frozen. Removing what failed does not make it well. Looked past is what says nothing
 * of how the last run went: skipped ones, those that ended well and are gone since, and those that
 * ran while the clock was ahead and whose moments have not come. `now` may be AWS's time.
 */
export function newestRunBad(now: EpochMs) {
  return sql<boolean>`coalesce((
  select ${backups.status} <> 'available' from ${backups}
  where ${backups.instanceRef} = ${instances.id} and ${backups.kind} = 'scheduled'
    and ${backups.dueAt} <= ${now + CLOCK_SKEW_MS_MAX}
    and (${unindexed(backups.status)} in ('available', 'failed', 'missed')
      or (${unindexed(backups.status)} in ('deleting', 'deleted', 'forgotten') and not ${hadEndedWell}))
  order by ${backups.dueAt} desc limit 1
), 0)`.mapWith(Boolean);
}
