import { SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { findUnheardImages, isUnheard, settleLookUps } from "./look-up-attempts";
import { postponeLooks } from "./postpone-looks";
import { withReader } from "./reader";
import type { Run } from "./run.repo";
import type { StepResult } from "./step-result";

/** One unconfirmed attempt on its own; the poll does the same for many at once. */
export async function lookUpName(ctx: Context, run: Run): Promise<StepResult> {
  if (!isUnheard(run)) return "done";
  const { accountRef, region } = run.backup;
  const place = { accountRef, region, preferredId: run.instance.credentialId };
  const askedAt = ctx.runtime.clock.now();
  try {
    const images = await withReader(ctx, place, (ec2) => findUnheardImages(ec2, [run]));
    await ctx.runtime.faultPoint?.("after-look");
    const resend = await settleLookUps(ctx, { runs: [run], images, askedAt });
    return resend.length > 0 ? "again" : "done";
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    await postponeLooks(ctx, { runs: [run], error, pauseMs: error.retryAfterMs ?? 15 * SECOND });
    return "done";
  }
}
