import { giveUp } from "./apply-look-up";
import type { Context } from "../context";
import { isLookedAt } from "./is-looked-at.pure";
import { patchBackup } from "./patch-backup.repo";
import type { Run } from "./run.repo";
import { writePart } from "./write-part";

/** Rows that no look can move, as only a hand in the database makes them: ended, not polled for ever. */
export async function settleStray(ctx: Context, runs: readonly Run[]): Promise<void> {
  const strays = runs.filter(({ backup }) => isLookedAt(backup));
  if (strays.length === 0) return;
  const ids = strays.map(({ backup }) => backup.id);
  ctx.runtime.log.error({ ids }, "backups wait for a look without anything to look for");
  const items = strays.map((run) => ({ run }));
  await writePart(ctx, items, async (tx, part) => {
    for (const { run } of part) {
      const { backup } = run;
      if (backup.status === "failed")
        await patchBackup(tx, ctx, { backup, set: { notBeforeAt: null } });
      else await giveUp(tx, ctx, { backup });
    }
  });
}
