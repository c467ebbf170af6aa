import { inArray } from "drizzle-orm";
import type { Context } from "../context";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import type { BackupTarget } from "./backup-target.repo";
import { toBackupRow } from "./insert-backup";

export interface ExpectedMoment {
  target: BackupTarget;
  dueAt: number;
  startWindowEndsAt: number;
  /** The exclusion window that cuts it. */
  startWindowCutBy: string | null;
}

const ROWS_PER_INSERT = 25;

export interface CreatedBackups {
  /** In the order of the moments. */
  ids: string[];
  /** Those of them that others ask for as well. */
  sharedIds: string[];
}

/**
 * `createScheduledBackup` for many moments that are still to come, in a few statements. Moments of
 * one instance that coincide share one backup; whoever knows all that ask for it times its start.
 */
export async function createScheduledBackups(
  tx: Tx,
  ctx: Context,
  moments: readonly ExpectedMoment[],
): Promise<CreatedBackups> {
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
  const shared = rows.filter(({ id, key }) => idByKey.get(key) !== id).map(({ key }) => key);
  await findKnown(tx, shared, idByKey);
  return {
    ids: rows.map(({ key }) => requireId(idByKey, key)),
    sharedIds: shared.map((key) => requireId(idByKey, key)),
  };
}

/** Those that were there before. */
async function findKnown(
  tx: Tx,
  keys: readonly string[],
  idByKey: Map<string, string>,
): Promise<void> {
  const unknown = keys.filter((key) => !idByKey.has(key));
  if (unknown.length === 0) return;
  const known = await tx
    .select({ id: backups.id, key: backups.key })
    .from(backups)
    .where(inArray(backups.key, unknown));
  for (const { id, key } of known) idByKey.set(key, id);
}

function requireId(idByKey: ReadonlyMap<string, string>, key: string): string {
  const id = idByKey.get(key);
  if (id === undefined) throw new Error("A key that conflicts must be there.");
  return id;
}

function toRow(ctx: Context, moment: ExpectedMoment) {
  const { target, dueAt, startWindowEndsAt, startWindowCutBy } = moment;
  return {
    ...toBackupRow(ctx, {
      target,
      due: { dueAt },
      at: dueAt,
      startWindowEndsAt,
      status: "expected",
      message: "Expected by the schedule.",
    }),
    startWindowCutBy,
  };
}
