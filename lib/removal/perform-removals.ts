import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2 } from "../aws/ec2/ec2";
import { isDeadImage } from "../backups/decide-look-up.pure";
import type { Context } from "../context";
import { assertNever } from "../errors";
import type { JobResult } from "../queue/queue";
import { proveRemovals, type Proof, type ProvenRemoval } from "./prove-removals";
import { clearClock, raiseClock } from "./removal-alerts";
import type { Removal } from "./removals.repo";
import { sendRemoval } from "./send-removal";
import { settleLater, settleRemoved, settleStopped } from "./settle-removal";

const SENDS_AT_ONCE = 10;

export interface Performance {
  ec2: Ec2;
  removals: readonly Removal[];
  /** A one-time credential's: nothing is sent after it. */
  endsAt?: number;
}

/** One proof for all of these, then every send that it justifies. */
export async function performRemovals(ctx: Context, work: Performance): Promise<JobResult> {
  const { ec2, removals } = work;
  const { proof, proven } = await proveRemovals(ctx, { ec2, removals });
  await ctx.runtime.faultPoint?.("after-proof");
  const sends = proven.filter(({ step }) => step.type === "send");
  await settleOthers(
    ctx,
    proven.filter(({ step }) => step.type !== "send"),
  );
  await keepSnapshots(ctx, ec2, sends);
  return sendAll(ctx, work, { proof, sends });
}

/** A few at a time, until there is no token: the others stay due and get a proof of their own. */
async function sendAll(
  ctx: Context,
  { ec2, endsAt }: Performance,
  { proof, sends }: { proof: Proof; sends: readonly ProvenRemoval[] },
): Promise<JobResult> {
  const queue = [...sends];
  let waitMs = 0;
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next && waitMs === 0; next = queue.shift()) {
      const { removal, image } = next;
      if (!image) continue;
      const result = await sendRemoval(ctx, {
        ec2,
        removal,
        image,
        provenAt: proof.askedAt,
        ...(endsAt === undefined ? {} : { endsAt }),
      });
      if (result !== "done") waitMs = Math.max(waitMs, result.waitMs);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: SENDS_AT_ONCE }, lane));
  const broken = lanes.find((result) => result.status === "rejected");
  if (broken) throw broken.reason;
  return waitMs > 0 ? { retryAfterMs: waitMs } : undefined;
}

async function settleOthers(ctx: Context, proven: readonly ProvenRemoval[]): Promise<void> {
  const skewed = proven.find(({ step }) => step.type === "clock");
  await ctx.runtime.db.write(async (tx) => {
    if (skewed?.step.type === "clock") await raiseClock(tx, ctx, skewed.step.offsetMs);
    else await clearClock(tx, ctx);
  });
  for (const { removal, step } of proven) {
    const { backup } = removal;
    await ctx.runtime.db.write(async (tx) => {
      switch (step.type) {
        case "send":
          return;
        case "removed":
          return settleRemoved(tx, ctx, {
            backup,
            results: null,
            message: `AWS has ${backup.imageId} no more.`,
          });
        case "stop":
          return settleStopped(tx, ctx, { ...step, backup, refused: false });
        case "wait":
          return settleLater(tx, ctx, { ...step, backup });
        case "clock":
          return settleLater(tx, ctx, {
            backup,
            untilAt: step.untilAt,
            code: "ClockSkew",
            reason: "AWS's clock and this machine's disagree: nothing is removed.",
          });
        default:
          assertNever(step);
      }
    });
  }
}

/** What stays is tagged before the image goes, so that a rebuilt database respects it too. */
async function keepSnapshots(ctx: Context, ec2: Ec2, sends: ProvenRemoval[]): Promise<void> {
  const keeping = sends.filter(({ removal }) => removal.backup.removalMode === "image");
  for (const entry of keeping) {
    const resourceIds = entry.image?.snapshots.map(({ snapshotId }) => snapshotId) ?? [];
    if (resourceIds.length === 0) continue;
    try {
      await ec2.createTags({ resourceIds, tags: { [IMAGE_TAGS.keep]: "true" } });
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      sends.splice(sends.indexOf(entry), 1);
      await settleUntagged(ctx, entry.removal, error);
    }
  }
}

async function settleUntagged(
  ctx: Context,
  { backup }: Removal,
  error: AwsCallError,
): Promise<void> {
  const { message: reason, awsCode: code, suggestion, retryAfterMs = 15_000 } = error;
  const to = isDeadImage({ state: backup.imageState ?? "" }) ? "failed" : "available";
  await ctx.runtime.db.write((tx) =>
    error.outcome === "refused" && backup.deregisterSentAt === null
      ? settleStopped(tx, ctx, { backup, to, code, reason, suggestion, refused: true })
      : settleLater(tx, ctx, {
          backup,
          untilAt: ctx.runtime.clock.now() + retryAfterMs,
          code,
          reason,
        }),
  );
}
