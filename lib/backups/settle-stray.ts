import { giveUp } from "./apply-look-up";
import type { Context } from "../context";
import type { BackupRow } from "./backup-row";
import { patchBackup } from "./patch-backup.repo";
import type { Run } from "./run.repo";

/** Rows that no look can move, as only a hand in the database makes them: ended, not polled for ever. */
export async function settleStray(ctx: Context, runs: readonly Run[]): Promise<void> {
  const strays = runs.filter(({ backup }) => isStray(backup));
  if (strays.length === 0) return;
  const ids = strays.map(({ backup }) => backup.id);
  ctx.runtime.log.error({ ids }, "backups wait for a look without anything to look for");
  await ctx.runtime.db.write(async (tx) => {
    for (const { backup } of strays) {
      if (backup.status === "failed")
        await patchBackup(tx, ctx, { backup, set: { notBeforeAt: null } });
      else await giveUp(tx, ctx, { backup });
    }
  });
}

/** One that was claimed, queued or ended since it was listed is in good hands. */
function isStray({ status, leaseToken }: BackupRow): boolean {
  const looked = status === "creating" || status === "pending" || status === "failed";
  return looked && leaseToken === null;
}
