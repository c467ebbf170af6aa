import { and, eq } from "drizzle-orm";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";

export type StartWindow = Pick<BackupRow, "startWindowEndsAt" | "startWindowCutBy">;

/** Until when a backup may start, while it may, and from when: the row as it is afterwards. */
export async function setStartWindow(
  tx: Tx,
  { backup, window, notBeforeAt }: { backup: BackupRow; window: StartWindow; notBeforeAt?: number },
): Promise<BackupRow> {
  const { startWindowEndsAt, startWindowCutBy } = window;
  if (
    startWindowEndsAt === backup.startWindowEndsAt &&
    startWindowCutBy === backup.startWindowCutBy
  ) {
    return backup;
  }
  const [changed] = await tx
    .update(backups)
    .set({ startWindowEndsAt, startWindowCutBy, notBeforeAt })
    .where(and(eq(backups.id, backup.id), eq(backups.status, backup.status)))
    .returning();
  return changed ?? backup;
}
