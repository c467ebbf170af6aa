import { and, eq, lt } from "drizzle-orm";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";

/** Moments that coincide share a backup, which may start as long as any of them allows. */
export async function extendStartWindow(
  tx: Tx,
  { backup, endsAt }: { backup: BackupRow; endsAt: number },
): Promise<BackupRow> {
  if (backup.status !== "expected" || endsAt <= backup.startWindowEndsAt) return backup;
  const [extended] = await tx
    .update(backups)
    .set({ startWindowEndsAt: endsAt })
    .where(
      and(
        eq(backups.id, backup.id),
        eq(backups.status, "expected"),
        lt(backups.startWindowEndsAt, endsAt),
      ),
    )
    .returning();
  return extended ?? backup;
}
