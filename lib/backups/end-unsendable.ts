import type { Context } from "../context";
import { MINUTE } from "../clock";
import type { ServiceError } from "../errors";
import { failBackup } from "./fail-backup";
import { patchBackup } from "./patch-backup.repo";
import type { Run } from "./run.repo";
import type { StepResult } from "./step-result";

const UNCONFIRMED_PAUSE_MS = MINUTE;

/**
 * AWS cannot be asked for the image at all. What was never sent has failed; what may have been
 * made already goes on being looked for.
 */
export async function endUnsendable(
  ctx: Context,
  { backup }: Run,
  error: ServiceError,
): Promise<StepResult> {
  const reason = {
    message: error.message,
    ...(error.reason === undefined ? {} : { code: error.reason }),
    ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
  };
  await ctx.runtime.db.write(async (tx) => {
    if (backup.status === "queued") await failBackup(tx, ctx, { backup, reason, mayHeal: false });
    else {
      const notBeforeAt = ctx.runtime.clock.now() + UNCONFIRMED_PAUSE_MS;
      await patchBackup(tx, ctx, { backup, set: { notBeforeAt, statusReason: reason.message } });
    }
  });
  return "done";
}
