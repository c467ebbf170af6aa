import { eq, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Context } from "../context";
import { instanceDays, instances } from "../db/schema";
import type { Tx } from "../db/tx";
import { given, valuesTable } from "../db/values-table";
import { dayRow, goodAt, isExcluded, lastEndedDueAt, unlessAhead } from "./backup-roll-up.repo";
import type { BackupRow } from "./backup-row";
import { isDayOutcome } from "./backup-status.pure";

/** Adds one to the day of each; all of them ended alike. */
export async function countDays(tx: Tx, rows: readonly BackupRow[]): Promise<void> {
  const outcome = rows[0]?.status;
  if (!outcome || !isDayOutcome(outcome)) return;
  const column = instanceDays[outcome];
  await tx
    .insert(instanceDays)
    .values(rows.map((row) => dayRow(row, { [outcome]: 1 })))
    .onConflictDoUpdate({
      target: [instanceDays.instanceRef, instanceDays.day],
      set: { [outcome]: sql`${column} + 1` },
    });
}

/** What `rollUpStatus` writes of an instance, for an ending of each; no two of one instance. */
export async function rollUpInstances(
  tx: Tx,
  ctx: Context,
  rows: readonly BackupRow[],
): Promise<void> {
  const good = rows[0]?.status === "available";
  const ran = rows.filter((row) => !isExcluded(row));
  if (ran.length === 0) return;
  const values = ran.map((row) => [
    row.instanceRef,
    row.id,
    row.dueAt,
    row.status,
    row.endedAt,
    goodAt(row),
    row.sizeBytes ?? 0,
  ]);
  const now = ctx.runtime.clock.now();
  await tx
    .update(instances)
    .set({
      updatedAt: now,
      ...lastEnded(now),
      ...(good ? { ...addAvailable(), ...lastGood(now) } : {}),
    })
    .from(valuesTable(values))
    .where(eq(instances.id, given(1)));
}

function addAvailable() {
  return {
    availableCount: sql`${instances.availableCount} + 1`,
    availableBytes: sql`${instances.availableBytes} + ${given(7)}`,
  };
}

function lastGood(now: EpochMs) {
  const newer = sql`${given(6)} >= ${unlessAhead(instances.lastGoodAt, now)}`;
  return {
    lastGoodAt: sql`case when ${newer} then ${given(6)} else ${instances.lastGoodAt} end`,
    lastGoodBackupId: sql`case when ${newer} then ${given(2)} else ${instances.lastGoodBackupId} end`,
  };
}

function lastEnded(now: EpochMs) {
  const newest = sql`${given(3)} >= ${lastEndedDueAt(now)}`;
  return {
    lastEndedBackupId: sql`case when ${newest} then ${given(2)} else ${instances.lastEndedBackupId} end`,
    lastEndedStatus: sql`case when ${newest} then ${given(4)} else ${instances.lastEndedStatus} end`,
    lastEndedAt: sql`case when ${newest} then ${given(5)} else ${instances.lastEndedAt} end`,
  };
}
