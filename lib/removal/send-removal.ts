import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import { LEASE_MARGIN_MS, REQUEST_TIMEOUT_MS } from "../backups/protocol-timing.pure";
import type { Context } from "../context";
import { toError } from "../errors";
import { claimRemoval, type RemovalClaim } from "./claim-removal";
import { PROOF_LIFE_MS } from "./removal-timing.pure";
import type { Removal } from "./removals.repo";
import { settleRefusal } from "./settle-refusal";
import { settleRemoved } from "./settle-removal";

export interface RemovalSend {
  ec2: Ec2;
  removal: Removal;
  image: Ec2Image;
  /** Ours, before AWS was asked for the proof. */
  provenAt: number;
  /** A one-time credential's: nothing is sent after it. */
  endsAt?: number;
}

/** Token first, claim second, then one DeregisterImage, and what came of it. */
export async function sendRemoval(
  ctx: Context,
  send: RemovalSend,
): Promise<"done" | { waitMs: number }> {
  const { runtime } = ctx;
  const { removal, image } = send;
  const key = {
    accountId: removal.accountId,
    region: removal.backup.region,
    action: "DeregisterImage",
  };
  const { waitMs } = await runtime.aws.budget.tryTake(key);
  if (waitMs > 0) return { waitMs };
  const claim = await claimRemoval(ctx, { removal, image });
  if (!claim) return "done";
  await runtime.faultPoint?.("after-removal-claim");
  await call(ctx, send, claim);
  return "done";
}

async function call(ctx: Context, send: RemovalSend, claim: RemovalClaim): Promise<void> {
  const { runtime } = ctx;
  const { backup } = claim;
  const { imageId } = backup;
  try {
    const deleteSnapshots = backup.removalMode === "image_and_snapshots";
    const answer = await send.ec2.deregisterImage(
      imageId,
      { deleteSnapshots },
      {
        tokenTaken: true,
        async beforeSend() {
          await runtime.faultPoint?.("before-deregister");
          requireYoung(ctx, send, claim);
        },
      },
    );
    await runtime.faultPoint?.("after-deregister");
    const message = `AWS deregistered ${imageId}${wordsFor(backup.removalMode)}.`;
    await runtime.db.write((tx) =>
      settleRemoved(tx, ctx, { backup, results: answer.snapshots, message }),
    );
    await runtime.faultPoint?.("after-removal-settle");
  } catch (error) {
    if (error instanceof AwsCallError) return settleRefusal(ctx, claim, error);
    await settleRefusal(ctx, claim, toUnknown(error));
    throw error;
  }
}

/** A process that was stopped past its lease or its proof must not send when it wakes up. */
function requireYoung(ctx: Context, send: RemovalSend, { backup }: RemovalClaim): void {
  const now = ctx.runtime.clock.now();
  const left = (backup.leaseExpiresAt ?? 0) - now;
  if (left < REQUEST_TIMEOUT_MS + LEASE_MARGIN_MS) {
    throw new Error(`The lease of ${backup.id} holds only ${left} ms more: not sent.`);
  }
  const ageMs = now - send.provenAt;
  if (ageMs > PROOF_LIFE_MS || ageMs < 0) {
    throw new Error(`The proof for ${backup.id} is ${ageMs} ms old: not sent.`);
  }
  if (send.endsAt !== undefined && now >= send.endsAt) {
    throw new Error(`The time for ${backup.id} is over: not sent.`);
  }
}

function wordsFor(mode: string | null): string {
  return mode === "image_and_snapshots" ? "" : "; its snapshots stay";
}

function toUnknown(error: unknown): AwsCallError {
  return new AwsCallError({
    action: "DeregisterImage",
    outcome: "unknown",
    awsCode: "InternalError",
    message: "Something went wrong on our side while AWS was asked.",
    cause: toError(error),
  });
}
