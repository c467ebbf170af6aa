import { isDeadImage } from "../backups/decide-look-up.pure";
import { mayPass } from "../backups/may-pass";
import type { Context } from "../context";
import type { ServiceError } from "../errors";
import { raiseRemovalFailure } from "./removal-alerts";
import { LATER_PAUSE_MS, REFUSED_PAUSE_MS } from "./removal-timing.pure";
import type { Removal } from "./removals.repo";
import { settleLater, settleStopped } from "./settle-removal";

const ROWS_PER_WRITE = 20;

/** AWS could not be asked: what was never sent goes back when it cannot pass by itself. */
export async function postponeRemovals(
  ctx: Context,
  { removals, error }: { removals: readonly Removal[]; error: ServiceError },
): Promise<void> {
  const { db, clock } = ctx.runtime;
  const code = error.reason ?? error.code;
  const { message: reason, suggestion } = error;
  const passes = mayPass(error);
  for (let from = 0; from < removals.length; from += ROWS_PER_WRITE) {
    await db.write(async (tx) => {
      for (const { backup } of removals.slice(from, from + ROWS_PER_WRITE)) {
        if (!passes && backup.deregisterSentAt === null) {
          const to = isDeadImage({ state: backup.imageState ?? "" }) ? "failed" : "available";
          const stop = { backup, to, code, reason, suggestion, refused: true } as const;
          await settleStopped(tx, ctx, stop);
          continue;
        }
        const pauseMs = error.retryAfterMs ?? (passes ? LATER_PAUSE_MS : REFUSED_PAUSE_MS);
        // Without a credential too, which costs no call: one that is added later ends it.
        const untilAt = clock.now() + pauseMs;
        await settleLater(tx, ctx, { backup, untilAt, code, reason });
        if (!passes)
          await raiseRemovalFailure(tx, ctx, { backup, code, message: reason, suggestion });
      }
    });
  }
}
