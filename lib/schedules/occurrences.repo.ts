import { and, asc, eq, gt, gte, inArray, isNull, lte, ne, notExists, or, sql } from "drizzle-orm";
import type { BackupRow } from "../backups/backup-row";
import type { Queryable } from "../db/client";
import { accounts, backups, instances, occurrences, scheduleLinks, schedules } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { FiringFacts } from "./fired-by.pure";
import type { ActivityFacts } from "./link-activity.pure";
import type { LinkFacts } from "./schedule-links.repo";

type NewOccurrence = typeof occurrences.$inferInsert;

const ROWS_PER_INSERT = 100;

/** What the ledger has already stays as it is; a range says how many moments it stands for. */
export async function insertOccurrences(tx: Tx, rows: readonly NewOccurrence[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await tx
      .insert(occurrences)
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .onConflictDoUpdate({
        target: [occurrences.linkId, occurrences.dueAt],
        set: { count: sql`excluded.count`, rangeEndAt: sql`excluded.range_end_at` },
        setWhere: sql`excluded.count > 1`,
      });
  }
}

/** Takes what links expect after an instant off the ledger, but for one moment; answers with the backups. */
export async function deleteFutureOccurrences(
  tx: Tx,
  options: { linkIds: readonly string[]; after: number; keepDueAt: number | null },
): Promise<string[]> {
  const { linkIds, after, keepDueAt } = options;
  const gone = await tx
    .delete(occurrences)
    .where(
      and(
        inArray(occurrences.linkId, [...linkIds]),
        gt(occurrences.dueAt, after),
        hasBackupIn("expected"),
        keepDueAt === null ? undefined : ne(occurrences.dueAt, keepDueAt),
      ),
    )
    .returning({ backupId: occurrences.backupId });
  return gone.map(({ backupId }) => backupId);
}

/** Of an occurrence: by its own backup, not by a list of all that have the status. */
export function hasBackupIn(status: BackupStatus) {
  return sql`exists (select 1 from ${backups} where ${backups.id} = ${occurrences.backupId} and ${backups.status} = ${status})`;
}

export interface DueMoment {
  linkId: string;
  dueAt: number;
}

export interface DueBackup extends DueMoment {
  backupId: string;
  status: BackupStatus;
  scheduler: BackupRow["scheduler"];
  notBeforeAt: number | null;
}

/** Which backups stand behind these links' moments, as far as the ledger has them. */
export async function listDueBackups(
  q: Queryable,
  moments: readonly DueMoment[],
): Promise<DueBackup[]> {
  if (moments.length === 0) return [];
  return q
    .select({
      linkId: occurrences.linkId,
      dueAt: occurrences.dueAt,
      backupId: backups.id,
      status: backups.status,
      scheduler: backups.scheduler,
      notBeforeAt: backups.notBeforeAt,
    })
    .from(occurrences)
    .innerJoin(backups, eq(backups.id, occurrences.backupId))
    .where(isOneOf(moments));
}

/** The same with the whole backups. */
export async function readDueBackups(
  q: Queryable,
  moments: readonly DueMoment[],
): Promise<Array<{ dueAt: number; backup: BackupRow }>> {
  if (moments.length === 0) return [];
  return q
    .select({ dueAt: occurrences.dueAt, backup: backups })
    .from(occurrences)
    .innerJoin(backups, eq(backups.id, occurrences.backupId))
    .where(isOneOf(moments));
}

function isOneOf(moments: readonly DueMoment[]) {
  return and(
    inArray(occurrences.linkId, [...new Set(moments.map(({ linkId }) => linkId))]),
    inArray(occurrences.dueAt, [...new Set(moments.map(({ dueAt }) => dueAt))]),
  );
}

/** Of these backups, those that a link still waits for: it is their next due moment. */
export async function listAwaitedBackups(
  q: Queryable,
  { backupIds, exceptLinkId }: { backupIds: readonly string[]; exceptLinkId?: string },
): Promise<ReadonlySet<string>> {
  if (backupIds.length === 0) return new Set();
  const rows = await q
    .selectDistinct({ backupId: occurrences.backupId })
    .from(occurrences)
    .innerJoin(scheduleLinks, eq(scheduleLinks.id, occurrences.linkId))
    .where(
      and(
        inArray(occurrences.backupId, [...backupIds]),
        eq(scheduleLinks.nextDueAt, occurrences.dueAt),
        isNull(scheduleLinks.deletedAt),
        exceptLinkId === undefined ? undefined : ne(scheduleLinks.id, exceptLinkId),
      ),
    );
  return new Set(rows.map(({ backupId }) => backupId));
}

export interface AskedBackup {
  backup: BackupRow;
  facts: ActivityFacts & {
    link: FiringFacts["link"];
    schedule: Pick<LinkFacts["schedule"], "id" | "spreadMs" | "startWindowMs" | "version">;
    target: Pick<LinkFacts["target"], "accountId" | "region" | "instanceId">;
  };
}

const ASKER_COLUMNS = {
  link: {
    deletedAt: scheduleLinks.deletedAt,
    pausedAt: scheduleLinks.pausedAt,
    scheduler: scheduleLinks.scheduler,
    awsFromAt: scheduleLinks.awsFromAt,
    awsVersion: scheduleLinks.awsVersion,
  },
  schedule: {
    id: schedules.id,
    enabled: schedules.enabled,
    spreadMs: schedules.spreadMs,
    startWindowMs: schedules.startWindowMs,
    version: schedules.version,
  },
  target: {
    accountId: accounts.accountId,
    region: instances.region,
    instanceId: instances.instanceId,
    paused: instances.paused,
    state: instances.state,
    removedAt: instances.removedAt,
  },
};

/** Backups that may still start, once for each link that asks for them. */
export async function listAskers(
  q: Queryable,
  backupIds: readonly string[],
): Promise<AskedBackup[]> {
  if (backupIds.length === 0) return [];
  const rows = await q
    .select({ backup: backups, ...ASKER_COLUMNS })
    .from(backups)
    .innerJoin(occurrences, eq(occurrences.backupId, backups.id))
    .innerJoin(scheduleLinks, eq(scheduleLinks.id, occurrences.linkId))
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(
      and(
        inArray(backups.id, [...backupIds]),
        inArray(backups.status, ["expected", "queued", "creating"]),
      ),
    );
  return rows.map(({ backup, ...facts }) => ({ backup, facts }));
}

export interface RetimeCursor {
  status: BackupStatus;
  dueAt: number;
  id: string;
}

/** Scheduled backups of one status from the cursor on, by due moment. */
export async function listScheduledBackups(
  q: Queryable,
  { after, limit }: { after: RetimeCursor; limit: number },
): Promise<RetimeCursor[]> {
  const { status, dueAt, id } = after;
  return q
    .select({ status: backups.status, dueAt: backups.dueAt, id: backups.id })
    .from(backups)
    .where(
      and(
        eq(backups.status, status),
        eq(backups.kind, "scheduled"),
        gte(backups.dueAt, dueAt),
        or(gt(backups.dueAt, dueAt), gt(backups.id, id)),
      ),
    )
    .orderBy(asc(backups.dueAt), asc(backups.id))
    .limit(limit);
}

/** Scheduled backups of an instance that are queued. */
export async function listWaitingBackups(q: Queryable, instanceRef: string): Promise<BackupRow[]> {
  return q
    .select()
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        // Literals, not parameters: only so does SQLite use the partial index.
        sql`${backups.status} in ('queued', 'creating', 'pending')`,
        eq(backups.status, "queued"),
        eq(backups.kind, "scheduled"),
      ),
    );
}

/** Queued backups whose start window is over, those that are due longest first. */
export async function listExpiredBackups(
  q: Queryable,
  { now, limit }: { now: number; limit: number },
): Promise<BackupRow[]> {
  return q
    .select()
    .from(backups)
    .where(and(eq(backups.status, "queued"), lte(backups.startWindowEndsAt, now)))
    .orderBy(backups.dueAt, backups.id)
    .limit(limit);
}

export interface LeftOverBackup {
  backup: BackupRow;
  state: (typeof instances.$inferSelect)["state"];
  removedAt: number | null;
}

/** Expected backups whose moment has come and that neither a link nor a look at AWS waits for, oldest first. */
export async function listLeftOvers(
  q: Queryable,
  { now, limit }: { now: number; limit: number },
): Promise<LeftOverBackup[]> {
  const awaiting = sql`(select 1 from ${occurrences} inner join ${scheduleLinks} on ${scheduleLinks.id} = ${occurrences.linkId} where ${occurrences.backupId} = ${backups.id} and ${scheduleLinks.nextDueAt} = ${occurrences.dueAt} and ${scheduleLinks.deletedAt} is null)`;
  return q
    .select({ backup: backups, state: instances.state, removedAt: instances.removedAt })
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .where(
      and(
        eq(backups.status, "expected"),
        lte(backups.dueAt, now),
        isNull(backups.notBeforeAt),
        notExists(awaiting),
      ),
    )
    .orderBy(backups.dueAt, backups.id)
    .limit(limit);
}
