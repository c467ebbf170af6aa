import { and, desc, eq, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Context } from "../context";
import { backups, instanceDays, instances } from "../db/schema";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { availableDelta, dayDelta, isDayOutcome, type DayDelta } from "./backup-status.pure";
import type { StatusEffect } from "./record-status-effects";
import type { SkipReason } from "./skip-backup";

/** Keeps what pages read beside the backups, so that none of them counts rows. */
export async function rollUpStatus(tx: Tx, ctx: Context, effect: StatusEffect): Promise<void> {
  await rollUpDay(tx, ctx, effect);
  await rollUpInstance(tx, ctx, effect);
}

async function rollUpDay(tx: Tx, ctx: Context, { backup, from }: StatusEffect): Promise<void> {
  const delta = dayDelta(from, backup.status);
  if (Object.keys(delta).length === 0) return;
  await tx
    .insert(instanceDays)
    .values(dayRow(backup, atLeastZero(delta)))
    .onConflictDoUpdate({
      target: [instanceDays.instanceRef, instanceDays.day],
      set: {
        available: plus(instanceDays.available, delta.available),
        failed: plus(instanceDays.failed, delta.failed),
        missed: plus(instanceDays.missed, delta.missed),
        skipped: plus(instanceDays.skipped, delta.skipped),
      },
    });
}

/** The UTC day of its due moment. */
export function dayRow(backup: Pick<BackupRow, "instanceRef" | "dueAt">, counts: DayDelta) {
  const { instanceRef, dueAt } = backup;
  const day = new Date(dueAt).toISOString().slice(0, 10);
  return { id: `${instanceRef}-${day}`, instanceRef, day, ...counts };
}

function atLeastZero(delta: DayDelta): DayDelta {
  return Object.fromEntries(Object.entries(delta).map(([key, value]) => [key, Math.max(0, value)]));
}

function plus(column: SQLWrapper, delta: number | undefined): SQL {
  return delta === undefined ? sql`${column}` : sql`max(0, ${column} + ${delta})`;
}

async function rollUpInstance(tx: Tx, ctx: Context, effect: StatusEffect): Promise<void> {
  const { backup, from } = effect;
  const delta = availableDelta(from, backup.status);
  const ended =
    isDayOutcome(backup.status) && !isExcluded(backup) && from !== "deleting" && from !== "gone";
  if (delta === 0 && !ended) return;
  const now = ctx.runtime.clock.now();
  await tx
    .update(instances)
    .set({
      updatedAt: now,
      ...(delta === 0
        ? {}
        : {
            availableCount: sql`max(0, ${instances.availableCount} + ${delta})`,
            availableBytes: sql`max(0, ${instances.availableBytes} + ${delta * (backup.sizeBytes ?? 0)})`,
          }),
      ...(delta > 0 ? lastGood(backup, now) : {}),
      ...(ended ? lastEnded(backup, now) : {}),
    })
    .where(eq(instances.id, backup.instanceRef));
  if (delta < 0) await replaceLastGood(tx, backup);
}

/** The moment of the data, by AWS's clock: ours may have been ahead when it was due. */
export function goodAt(backup: Pick<BackupRow, "imageCreatedAt" | "dueAt">): number {
  return backup.imageCreatedAt ?? backup.dueAt;
}

function lastGood(backup: BackupRow, now: EpochMs) {
  const at = goodAt(backup);
  const newer = sql`${at} >= ${unlessAhead(instances.lastGoodAt, now)}`;
  return {
    lastGoodAt: sql`case when ${newer} then ${at} else ${instances.lastGoodAt} end`,
    lastGoodBackupId: sql`case when ${newer} then ${backup.id} else ${instances.lastGoodBackupId} end`,
  };
}

/** A moment of a clock that was ahead is none: what comes now is newer. */
export function unlessAhead(moment: SQLWrapper, now: EpochMs): SQL {
  return sql`coalesce(case when ${moment} <= ${now} then ${moment} end, 0)`;
}

/** When the last one to end was due. */
export function lastEndedDueAt(now: EpochMs): SQL {
  return sql`coalesce((select ${backups.dueAt} from ${backups} where ${backups.id} = ${instances.lastEndedBackupId} and ${backups.dueAt} <= ${now}), 0)`;
}

/** The newest by due moment: an old backup that ends late does not hide how the last one went. */
function lastEnded(backup: BackupRow, now: EpochMs) {
  const newest = sql`${backup.dueAt} >= ${lastEndedDueAt(now)}`;
  return {
    lastEndedBackupId: sql`case when ${newest} then ${backup.id} else ${instances.lastEndedBackupId} end`,
    lastEndedStatus: sql`case when ${newest} then ${backup.status} else ${instances.lastEndedStatus} end`,
    lastEndedAt: sql`case when ${newest} then ${backup.endedAt} else ${instances.lastEndedAt} end`,
  };
}

/** It was not to run, and so says nothing of how the last one went. */
export function isExcluded({ status, statusCode }: BackupRow): boolean {
  return status === "skipped" && statusCode === ("excluded" satisfies SkipReason);
}

/** The last good one is no longer there: the newest that is takes its place. */
async function replaceLastGood(tx: Tx, lost: BackupRow): Promise<void> {
  const [next] = await tx
    .select()
    .from(backups)
    // A literal, not a parameter: only so does SQLite use the partial index.
    .where(and(eq(backups.instanceRef, lost.instanceRef), sql`${backups.status} = 'available'`))
    .orderBy(desc(backups.imageCreatedAt), desc(backups.dueAt))
    .limit(1);
  await tx
    .update(instances)
    .set({ lastGoodBackupId: next?.id ?? null, lastGoodAt: next ? goodAt(next) : null })
    .where(and(eq(instances.id, lost.instanceRef), eq(instances.lastGoodBackupId, lost.id)));
}
