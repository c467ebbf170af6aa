import { isDeadImage } from "../backups/decide-look-up.pure";
import type { Context } from "../context";
import { settleStopped } from "../removal/settle-removal";
import { listUnsent } from "./backups.repo";

const ROWS_PER_WRITE = 20;
const ROUNDS_MAX = 1_000;

/**
 * What a cancelled plan had begun to remove, and nobody has asked AWS for, is again what it was: in
 * small writes. A process that dies in between leaves the others to their proof, which stops them.
 */
export async function stopUnsent(ctx: Context, planId: string): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const stopped = await ctx.runtime.db.write(async (tx) => {
      const unsent = await listUnsent(tx, { planId, limit: ROWS_PER_WRITE });
      for (const backup of unsent) {
        const to = isDeadImage({ state: backup.imageState ?? "" }) ? "failed" : "available";
        const why = { code: "PlanCancelled", reason: "The plan was cancelled." };
        await settleStopped(tx, ctx, { backup, to, ...why, refused: false });
      }
      return unsent.length;
    });
    if (stopped < ROWS_PER_WRITE) return;
  }
}
