import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { toIso } from "../clock";
import type { Context } from "../context";
import { backupEvents, backups, instanceDays } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
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

/**
 * Many moments of one instance that nobody was there for. The newest is told and audited as any
 * backup that ends; the others share one audit entry, which says how many.
 */
export async function createMissedBackups(
  tx: Tx,
  ctx: Context,
  missed: MissedMoments,
): Promise<ReadonlyMap<number, MissedBackup>> {
  const { moments, target } = missed;
  const created = await insertRows(tx, ctx, missed);
  const newest = created.at(-1);
  if (newest) {
    await recordOthers(tx, ctx, { others: created.slice(0, -1), target });
    await tellNewest(tx, ctx, newest);
  }
  const written = new Map<number, MissedBackup>(
    created.map(({ id, dueAt }) => [dueAt, { backupId: id, status: "missed" }]),
  );
  const known = moments.filter(({ dueAt }) => !written.has(dueAt));
  for (const { dueAt, ...backup } of await findKnown(tx, missed, known)) {
    written.set(dueAt, backup);
  }
  return written;
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

interface NewMissed {
  id: string;
  dueAt: number;
  reason: string;
}

/** One prepared statement for all of them: a backup has too many columns to say them each time. */
async function insertRows(tx: Tx, ctx: Context, missed: MissedMoments): Promise<NewMissed[]> {
  const [first] = missed.moments;
  if (!first) return [];
  const insert = tx
    .insert(backups)
    .values({
      ...toRow(ctx, missed, first),
      id: sql.placeholder("id"),
      key: sql.placeholder("key"),
      dueAt: sql.placeholder("dueAt"),
      startWindowEndsAt: sql.placeholder("startWindowEndsAt"),
      imageName: sql.placeholder("imageName"),
      statusReason: sql.placeholder("reason"),
    })
    .onConflictDoNothing({ target: backups.key })
    .returning({ id: backups.id })
    .prepare();
  const created: NewMissed[] = [];
  for (const moment of missed.moments) {
    const { id, key, startWindowEndsAt, imageName } = toRow(ctx, missed, moment);
    const inserted = await insert.all({ ...moment, id, key, startWindowEndsAt, imageName });
    if (inserted.length > 0) created.push({ id, ...moment });
  }
  return created;
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

async function tellNewest(tx: Tx, ctx: Context, newest: NewMissed): Promise<void> {
  const [backup] = await tx.select().from(backups).where(eq(backups.id, newest.id));
  if (!backup) throw new Error("A backup that was written must be there.");
  await recordStatusEffects(tx, ctx, [{ backup, from: null, message: newest.reason }]);
}

async function recordOthers(
  tx: Tx,
  ctx: Context,
  { others, target }: { others: readonly NewMissed[]; target: BackupTarget },
): Promise<void> {
  const [first] = others;
  const last = others.at(-1);
  if (!first || !last) return;
  const at = ctx.runtime.clock.now();
  await tx.insert(backupEvents).values(
    others.map(({ id, reason }) => ({
      id: newId("bev", at, ctx.runtime.random),
      backupId: id,
      at,
      type: "status.missed",
      message: reason,
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
    after: { count: others.length, from: toIso(first.dueAt), to: toIso(last.dueAt) },
  });
}

/** What the instance has had for these moments before. */
async function findKnown(
  tx: Tx,
  { target }: MissedMoments,
  moments: ReadonlyArray<{ dueAt: number }>,
) {
  if (moments.length === 0) return [];
  return tx
    .select({ backupId: backups.id, dueAt: backups.dueAt, status: backups.status })
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, target.id),
        eq(backups.kind, "scheduled"),
        inArray(
          backups.dueAt,
          moments.map(({ dueAt }) => dueAt),
        ),
      ),
    );
}
