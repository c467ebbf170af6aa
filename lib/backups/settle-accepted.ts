import type { CreatedImage } from "../aws/ec2/ec2";
import { batchesOf } from "../batches";
import type { Context } from "../context";
import type { Runtime } from "../runtime";
import { acceptSends, hintImageId } from "./attempt.repo";
import { changeStatuses, type StatusChange } from "./change-status";
import type { Claim } from "./claim-attempt";
import { engineContext } from "./engine-context";
import { readPollMs } from "./poll-interval";
import { nextPollAt } from "./protocol-timing.pure";

interface Accepted {
  claim: Claim;
  created: CreatedImage;
  signedAt: number | null;
}

/** AWS answered with an image id: pending, and nothing more until AWS says available. */
export async function settleAccepted(
  ctx: Context,
  claim: Claim,
  answer: Omit<Accepted, "claim">,
): Promise<void> {
  await acceptances(ctx.runtime).add({ claim, ...answer });
}

/** A write of these lasts some 10 ms. */
const ANSWERS_PER_WRITE = 40;

/** Answers that come at the same time share a transaction. */
const acceptances = batchesOf((runtime: Runtime) => ({
  max: ANSWERS_PER_WRITE,
  async run(accepted: readonly Accepted[]): Promise<void[]> {
    await settle(engineContext(runtime, "backup.run"), accepted);
    return accepted.map(() => undefined);
  },
}));

async function settle(ctx: Context, accepted: readonly Accepted[]): Promise<void> {
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    const pollMs = await readPollMs(tx);
    const changed = await changeStatuses(
      tx,
      ctx,
      accepted.map((each) => toPending(each, { now, pollMs })),
    );
    const late = accepted.filter((_, index) => changed[index] === null);
    // The lease ran out meanwhile, and somebody looks for this image: tell them its id.
    for (const { claim, created } of late) {
      await hintImageId(tx, { attemptId: claim.attempt.id, imageId: created.imageId });
    }
    const settled = accepted.filter((each) => !late.includes(each));
    if (settled.length === 0) return;
    await ctx.runtime.faultPoint?.("in-settle");
    await acceptSends(
      tx,
      settled.map(({ claim: { attempt }, created, signedAt }) => ({
        attemptId: attempt.id,
        ...created,
        lastSentAt: signedAt ?? attempt.lastSentAt,
      })),
      now,
    );
  });
}

function toPending(
  { claim: { backup, attempt }, created }: Accepted,
  { now, pollMs }: { now: number; pollMs: number },
): StatusChange {
  return {
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
      notBeforeAt: nextPollAt({ manual: backup.kind === "manual", pendingAt: now, now, pollMs }),
    },
    message: `AWS is making ${created.imageId}.`,
  };
}
