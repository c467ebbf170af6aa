import type { Context } from "../context";
import type { Run } from "./run.repo";
import { settleUnheard } from "./settle-unheard";
import type { StepResult } from "./step-result";

/** The lease ran out on a worker that died or stands still: what it sent is unconfirmed. */
export async function takeOver(ctx: Context, { backup, attempt }: Run): Promise<StepResult> {
  if (!attempt) throw new Error(`${backup.id} is being created without an attempt.`);
  const taken = await ctx.runtime.db.write((tx) =>
    settleUnheard(tx, ctx, {
      backup,
      attempt,
      lastSentAt: attempt.lastSentAt,
      mayHaveActed: true,
      error: { code: "LeaseLost", message: "The worker that asked AWS did not come back." },
      message: "The worker that asked AWS did not come back. Looking for the image by its name.",
    }),
  );
  await ctx.runtime.faultPoint?.("after-take-over");
  // Dead for a minute already: the first look need not wait.
  return taken ? "again" : "done";
}
