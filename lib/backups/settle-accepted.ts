import type { CreatedImage } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { hintImageId, patchAttempt } from "./attempt.repo";
import { changeStatus } from "./change-status";
import type { Claim } from "./claim-attempt";
import { nextPollAt } from "./protocol-timing.pure";

/** AWS answered with an image id: pending, and nothing more until AWS says available. */
export async function settleAccepted(
  ctx: Context,
  claim: Claim,
  { created, signedAt }: { created: CreatedImage; signedAt: number | null },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const { backup, attempt } = claim;
  await ctx.runtime.db.write(async (tx) => {
    const changed = await changeStatus(tx, ctx, {
      backup,
      to: "pending",
      trigger: "accepted",
      set: {
        leaseToken: null,
        leaseExpiresAt: null,
        imageId: created.imageId,
        imageName: attempt.imageName,
        imageState: "pending",
        imageSeenAt: null,
        missingSinceAt: null,
        progressPercent: 0,
        pendingAt: now,
        notBeforeAt: nextPollAt({ manual: backup.kind === "manual", pendingAt: now, now }),
      },
      message: `AWS is making ${created.imageId}.`,
    });
    if (!changed) {
      // The lease ran out meanwhile, and somebody looks for this image: tell them its id.
      await hintImageId(tx, { attemptId: attempt.id, imageId: created.imageId });
      return;
    }
    await ctx.runtime.faultPoint?.("in-settle");
    await patchAttempt(tx, attempt.id, {
      status: "accepted",
      imageId: created.imageId,
      awsRequestId: created.awsRequestId,
      lastSentAt: signedAt ?? attempt.lastSentAt,
      endedAt: now,
    });
  });
}
