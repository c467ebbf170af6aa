import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../context";
import { backups } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { BackupPatch, BackupRow } from "./backup-row";
import { isStillAs } from "./change-status";

/** Anything but the status, while status and lease are as they were read; else null. */
export async function patchBackup(
  tx: Tx,
  ctx: Context,
  { backup, set }: { backup: BackupRow; set: BackupPatch },
): Promise<BackupRow | null> {
  const [patched] = await tx
    .update(backups)
    .set({ ...set, updatedAt: ctx.runtime.clock.now() })
    .where(isStillAs(backup))
    .returning();
  return patched ?? null;
}

/** The next look at many whose look has brought nothing new: one statement. */
export async function postponeBackups(
  tx: Tx,
  options: { ids: readonly string[]; status: BackupStatus; notBeforeAt: number | null },
): Promise<void> {
  if (options.ids.length === 0) return;
  await tx
    .update(backups)
    .set({ notBeforeAt: options.notBeforeAt })
    .where(and(inArray(backups.id, [...options.ids]), eq(backups.status, options.status)));
}

/** What people may set in any status. */
export async function setBackup(
  tx: Tx,
  ctx: Context,
  { backupId, set }: { backupId: string; set: BackupPatch },
): Promise<BackupRow> {
  const [updated] = await tx
    .update(backups)
    .set({ ...set, updatedAt: ctx.runtime.clock.now() })
    .where(eq(backups.id, backupId))
    .returning();
  if (!updated) throw new Error("A backup that was just read must be there.");
  return updated;
}
