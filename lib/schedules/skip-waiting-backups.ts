import { skipBackup, type SkipReason } from "../backups/skip-backup";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { listWaitingBackups } from "./occurrences.repo";

/** Scheduled backups that wait for their turn will not start; what AWS works on already goes on. */
export async function skipWaitingBackups(
  tx: Tx,
  ctx: Context,
  { instanceRef, reason }: { instanceRef: string; reason: SkipReason },
): Promise<void> {
  for (const backup of await listWaitingBackups(tx, instanceRef)) {
    await skipBackup(tx, ctx, { backup, reason });
  }
}
