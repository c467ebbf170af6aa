import { giveUp } from "./apply-look-up";
import type { Context } from "../context";
import { patchBackup } from "./patch-backup.repo";
import type { Run } from "./run.repo";

/** Rows that no look can move, as only a hand in the database makes them: ended, not polled for ever. */
export async function settleStray(ctx: Context, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return;
  const ids = runs.map(({ backup }) => backup.id);
  ctx.runtime.log.error({ ids }, "backups wait for a look without anything to look for");
  await ctx.runtime.db.write(async (tx) => {
    for (const { backup } of runs) {
      if (backup.status === "creating") await giveUp(tx, ctx, { backup });
      else await patchBackup(tx, ctx, { backup, set: { notBeforeAt: null } });
    }
  });
}
