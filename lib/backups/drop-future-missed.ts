import { and, desc, eq, gt, inArray, isNotNull, lte, notInArray, sql } from "drizzle-orm";
import { toIso } from "../clock";
import type { Context } from "../context";
import { backupEvents, backups, instanceDays, instances, occurrences } from "../db/schema";
import type { Tx } from "../db/tx";

/**
 * Forgets backups that were written as missed for moments which, by the clock as it is now, have
 * not come: it was ahead. Nothing happened to them, and none is asked for by another occurrence.
 */
export async function dropFutureMissed(
  tx: Tx,
  ctx: Context,
  { instanceRef, backupIds }: { instanceRef: string; backupIds: readonly string[] },
): Promise<void> {
  if (backupIds.length === 0) return;
  const ids = [...backupIds];
  const now = ctx.runtime.clock.now();
  const wanted = tx
    .select({ id: occurrences.backupId })
    .from(occurrences)
    .where(inArray(occurrences.backupId, ids));
  const untimely = and(
    inArray(backups.id, ids),
    eq(backups.status, "missed"),
    gt(backups.dueAt, now),
    notInArray(backups.id, wanted),
  );
  const found = await tx
    .select({ id: backups.id, dueAt: backups.dueAt })
    .from(backups)
    .where(untimely);
  const gone = found.map(({ id }) => id);
  if (gone.length === 0) return;
  await tx.delete(backupEvents).where(inArray(backupEvents.backupId, gone));
  await tx.delete(backups).where(inArray(backups.id, gone));
  await takeFromDays(tx, { instanceRef, moments: found.map(({ dueAt }) => dueAt) });
  await resetLastEnded(tx, ctx, instanceRef);
}

/** Moments that were counted as missed and were not. */
export async function takeFromDays(
  tx: Tx,
  { instanceRef, moments }: { instanceRef: string; moments: readonly number[] },
): Promise<void> {
  const days = new Map<string, number>();
  for (const moment of moments) {
    const day = toIso(moment).slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  for (const [day, count] of days) {
    await tx
      .update(instanceDays)
      .set({ missed: sql`max(0, ${instanceDays.missed} - ${count})` })
      .where(and(eq(instanceDays.instanceRef, instanceRef), eq(instanceDays.day, day)));
  }
}

/** How the last one went is asked of those that are left. */
async function resetLastEnded(tx: Tx, ctx: Context, instanceRef: string): Promise<void> {
  const now = ctx.runtime.clock.now();
  const [last] = await tx
    .select()
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        lte(backups.dueAt, now),
        isNotNull(backups.endedAt),
        inArray(backups.status, ["available", "failed", "missed", "skipped"]),
      ),
    )
    .orderBy(desc(backups.dueAt), desc(backups.id))
    .limit(1);
  await tx
    .update(instances)
    .set({
      lastEndedBackupId: last?.id ?? null,
      lastEndedStatus: last?.status ?? null,
      lastEndedAt: last?.endedAt ?? null,
      lastDueAt: sql`min(${instances.lastDueAt}, ${now})`,
    })
    .where(eq(instances.id, instanceRef));
}
