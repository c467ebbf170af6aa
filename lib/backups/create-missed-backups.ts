import { inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { toIso } from "../clock";
import type { Context } from "../context";
import { backupEvents, backups, instanceDays } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { BackupRow } from "./backup-row";
import type { BackupTarget } from "./backup-target.repo";
import { toBackupRow } from "./insert-backup";
import { recordStatusEffects } from "./record-status-effects";

export interface MissedMoments {
  target: BackupTarget;
  /** Oldest first. */
  moments: ReadonlyArray<{ dueAt: number; reason: string }>;
  startWindowMs: number;
  code: string;
}

/** What became of a moment, whether it is written now or was known before. */
export interface MissedBackup {
  backupId: string;
  status: BackupStatus;
}

const ROWS_PER_INSERT = 50;

/**
 * Many moments of one instance that nobody was there for, in a few statements. The newest is told
 * and audited as any backup that ends; the others share one audit entry, which says how many.
 */
export async function createMissedBackups(
  tx: Tx,
  ctx: Context,
  missed: MissedMoments,
): Promise<ReadonlyMap<number, MissedBackup>> {
  const rows = missed.moments.map((moment) => toRow(ctx, missed, moment));
  const created: BackupRow[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const part = rows.slice(start, start + ROWS_PER_INSERT);
    created.push(
      ...(await tx
        .insert(backups)
        .values(part)
        .onConflictDoNothing({ target: backups.key })
        .returning()),
    );
  }
  const newest = created.toSorted((a, b) => b.dueAt - a.dueAt)[0];
  if (newest) {
    const others = created.filter((backup) => backup !== newest);
    await recordOthers(tx, ctx, { others, target: missed.target });
    const message = newest.statusReason ?? "";
    await recordStatusEffects(tx, ctx, [{ backup: newest, from: null, message }]);
  }
  return findAll(tx, rows);
}

/** Moments that are told of in one row, by the UTC day they fell on. */
export async function addMissedToDays(
  tx: Tx,
  { instanceRef, days }: { instanceRef: string; days: ReadonlyMap<string, number> },
): Promise<void> {
  if (days.size === 0) return;
  await tx
    .insert(instanceDays)
    .values(
      Array.from(days, ([day, missed]) => ({
        id: `${instanceRef}-${day}`,
        instanceRef,
        day,
        missed,
      })),
    )
    .onConflictDoUpdate({
      target: [instanceDays.instanceRef, instanceDays.day],
      set: { missed: sql`${instanceDays.missed} + excluded.missed` },
    });
}

function toRow(ctx: Context, missed: MissedMoments, moment: { dueAt: number; reason: string }) {
  const { dueAt, reason } = moment;
  return toBackupRow(ctx, {
    target: missed.target,
    due: { dueAt },
    at: dueAt,
    status: "missed",
    startWindowEndsAt: dueAt + missed.startWindowMs,
    reason: { message: reason, code: missed.code },
    message: reason,
  });
}

async function recordOthers(
  tx: Tx,
  ctx: Context,
  { others, target }: { others: readonly BackupRow[]; target: BackupTarget },
): Promise<void> {
  if (others.length === 0) return;
  const at = ctx.runtime.clock.now();
  await tx.insert(backupEvents).values(
    others.map((backup) => ({
      id: newId("bev", at, ctx.runtime.random),
      backupId: backup.id,
      at,
      type: "status.missed",
      message: backup.statusReason ?? "",
    })),
  );
  const days = new Map<string, number>();
  for (const { dueAt } of others) {
    const day = toIso(dueAt).slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  await addMissedToDays(tx, { instanceRef: target.id, days });
  await recordAudit(tx, ctx, {
    action: "backup.missed",
    targetType: "instance",
    targetId: target.id,
    accountRef: target.accountRef,
    after: {
      count: others.length,
      from: toIso(Math.min(...others.map(({ dueAt }) => dueAt))),
      to: toIso(Math.max(...others.map(({ dueAt }) => dueAt))),
    },
  });
}

async function findAll(
  tx: Tx,
  rows: ReadonlyArray<typeof backups.$inferInsert>,
): Promise<ReadonlyMap<number, MissedBackup>> {
  if (rows.length === 0) return new Map();
  const found = await tx
    .select({ backupId: backups.id, dueAt: backups.dueAt, status: backups.status })
    .from(backups)
    .where(
      inArray(
        backups.key,
        rows.map(({ key }) => key),
      ),
    );
  return new Map(found.map(({ dueAt, ...backup }) => [dueAt, backup]));
}
