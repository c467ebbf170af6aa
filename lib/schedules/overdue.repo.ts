import {
  and,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import { HOUR, MINUTE } from "../clock";
import type { Queryable } from "../db/client";
import { backups, instances } from "../db/schema";
import type { Scheduler } from "../db/schema/constants";
import type { Tx } from "../db/tx";

/** A look that is due for so long is not coming. */
const LOOK_PATIENCE_MS = 5 * MINUTE;

export interface OverdueRun {
  backupId: string;
  instanceRef: string;
  accountRef: string;
  dueAt: number;
  windowEndsAt: number;
  /** When AWS was asked for its image, or its image was first seen. */
  startedAt: number | null;
  scheduler: Scheduler;
  /** What the instance says now. */
  overdueSinceAt: number | null;
  lastGoodAt: number | null;
}

/**
 * Scheduled runs whose start window ended before `before` and that have not ended. What AWS was to
 * start is none of them before somebody looked: after downtime each is looked for at once.
 */
export async function listUnfinishedRuns(
  q: Queryable,
  { before, now }: { before: number; now: number },
): Promise<OverdueRun[]> {
  // Literals, not parameters, and one query each: only so does SQLite use the two small indexes.
  const begun = sql`${backups.status} in ('queued', 'creating', 'pending')`;
  const wasLookedFor = or(
    eq(backups.scheduler, "local"),
    isNotNull(backups.statusCode),
    lte(unindexed(backups.notBeforeAt), now - LOOK_PATIENCE_MS),
  );
  const expected = and(eq(backups.status, "expected"), lte(backups.dueAt, before), wasLookedFor);
  return [...(await selectRuns(q, before, begun)), ...(await selectRuns(q, before, expected))];
}

/**
 * The newest scheduled run of each instance whose start window ended before `before`, where it
 * ended badly with nothing good since. Driven by the few instances whose last word is bad: a run
 * that is younger than its grace does not hide the one before, nor does one that was not to run.
 */
export async function listBadlyEndedRuns(
  q: Queryable,
  { before, now }: { before: number; now: number },
): Promise<OverdueRun[]> {
  const b = sql.identifier("b");
  const newest = sql`(select ${b}.id from ${backups} as ${b}
    where ${b}.instance_ref = ${instances.id} and ${b}.kind = 'scheduled'
      and ${b}.start_window_ends_at <= ${before}
      and not (${b}.status = 'skipped' and coalesce(${b}.status_code, '') = 'excluded')
    order by ${b}.due_at desc, ${b}.id desc limit 1)`;
  return q
    .select(RUN_COLUMNS)
    .from(instances)
    .innerJoin(backups, eq(backups.id, newest))
    .where(
      and(
        inArray(instances.lastEndedStatus, ["failed", "missed"]),
        inArray(backups.status, ["failed", "missed"]),
        or(
          isNull(instances.lastGoodAt),
          lt(instances.lastGoodAt, backups.dueAt),
          // Of a clock that was ahead.
          gt(instances.lastGoodAt, now),
        ),
        isConcerned(before),
      ),
    );
}

/** What the ledger check reads of a run. */
export const RUN_COLUMNS = {
  backupId: backups.id,
  instanceRef: instances.id,
  accountRef: instances.accountRef,
  dueAt: backups.dueAt,
  windowEndsAt: backups.startWindowEndsAt,
  startedAt: backups.startedAt,
  scheduler: backups.scheduler,
  overdueSinceAt: instances.overdueSinceAt,
  lastGoodAt: instances.lastGoodAt,
};

async function selectRuns(
  q: Queryable,
  before: number,
  condition: SQL | undefined,
): Promise<OverdueRun[]> {
  return q
    .select(RUN_COLUMNS)
    .from(backups)
    .innerJoin(instances, eq(instances.id, backups.instanceRef))
    .where(and(condition, isConcerned(before)));
}

export function isConcerned(before: number) {
  return and(
    eq(backups.kind, "scheduled"),
    lte(backups.startWindowEndsAt, before),
    isNull(instances.removedAt),
    eq(instances.paused, false),
  );
}

export interface FlaggedInstance {
  id: string;
  accountRef: string;
}

export async function listFlagged(q: Queryable): Promise<FlaggedInstance[]> {
  return q
    .select({ id: instances.id, accountRef: instances.accountRef })
    .from(instances)
    .where(isNotNull(instances.overdueSinceAt));
}

export async function setOverdue(
  tx: Tx,
  { instanceRef, sinceAt }: { instanceRef: string; sinceAt: number | null },
): Promise<void> {
  await tx.update(instances).set({ overdueSinceAt: sinceAt }).where(eq(instances.id, instanceRef));
}

/**
 * How long the instance's last good backups took, newest first: from their turn, or from when what
 * AWS started by itself was first seen, unless that was long after, by a process that was away.
 */
export async function listDurations(
  q: Queryable,
  { instanceRef, limit }: { instanceRef: string; limit: number },
): Promise<number[]> {
  const begunAt = sql<number>`coalesce(${backups.queuedAt}, ${backups.startedAt})`;
  const rows = await q
    .select({ begunAt, endedAt: backups.endedAt })
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        eq(backups.status, "available"),
        or(isNotNull(backups.queuedAt), lte(backups.startedAt, sql`${backups.dueAt} + ${HOUR}`)),
        isNotNull(backups.endedAt),
      ),
    )
    .orderBy(desc(backups.dueAt), desc(backups.id))
    .limit(limit);
  return rows.map(({ begunAt, endedAt }) => Math.max(0, (endedAt ?? 0) - begunAt));
}

export async function hasInstances(q: Queryable): Promise<boolean> {
  const rows = await q
    .select({ id: instances.id })
    .from(instances)
    .where(isNull(instances.removedAt))
    .limit(1);
  return rows.length > 0;
}
