import { inArray } from "drizzle-orm";
import type { Context } from "../context";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import type { BackupTarget } from "./backup-target.repo";
import { extendStartWindow } from "./extend-start-window";
import { toBackupRow } from "./insert-backup";

export interface ExpectedMoment {
  target: BackupTarget;
  dueAt: number;
  startWindowEndsAt: number;
}

const ROWS_PER_INSERT = 25;

/**
 * `createScheduledBackup` for many moments that are still to come, in a few statements. Answers with
 * the backup's id of each, in their order; moments of one instance that coincide share one.
 */
export async function createScheduledBackups(
  tx: Tx,
  ctx: Context,
  moments: readonly ExpectedMoment[],
): Promise<string[]> {
  const rows = moments.map((moment) => toRow(ctx, moment));
  const idByKey = new Map<string, string>();
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const created = await tx
      .insert(backups)
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .onConflictDoNothing({ target: backups.key })
      .returning({ id: backups.id, key: backups.key });
    for (const { id, key } of created) idByKey.set(key, id);
  }
  await share(tx, rows, idByKey);
  return rows.map(({ key }) => {
    const id = idByKey.get(key);
    if (id === undefined) throw new Error("A key that conflicts must be there.");
    return id;
  });
}

/** Those that were there before, or twice in this list, may start as long as any of them allows. */
async function share(
  tx: Tx,
  rows: ReadonlyArray<ReturnType<typeof toRow>>,
  idByKey: Map<string, string>,
): Promise<void> {
  const shared = rows.filter(({ id, key }) => idByKey.get(key) !== id);
  if (shared.length === 0) return;
  const keys = shared.map(({ key }) => key);
  const known = await tx.select().from(backups).where(inArray(backups.key, keys));
  for (const backup of known) {
    idByKey.set(backup.key, backup.id);
    const windows = shared.filter(({ key }) => key === backup.key);
    const endsAt = Math.max(...windows.map(({ startWindowEndsAt }) => startWindowEndsAt));
    await extendStartWindow(tx, { backup, endsAt });
  }
}

function toRow(ctx: Context, { target, dueAt, startWindowEndsAt }: ExpectedMoment) {
  return toBackupRow(ctx, {
    target,
    due: { dueAt },
    at: dueAt,
    startWindowEndsAt,
    status: "expected",
    message: "Expected by the schedule.",
  });
}
