import type { AwsCallError } from "../aws/aws-call-error";
import type { Context } from "../context";
import { SECOND } from "../clock";
import { patchAttempt } from "./attempt.repo";
import { changeStatus } from "./change-status";
import type { Claim } from "./claim-attempt";
import { failBackup } from "./fail-backup";
import { settleUnheard } from "./settle-unheard";
import type { StepResult } from "./step-result";

const DUPLICATE_CODE = "InvalidAMIName.Duplicate";
const LATER_MS = 15 * SECOND;
const NOT_SENT_MS = 5 * SECOND;

export interface FailedSend {
  error: AwsCallError;
  /** Null when nothing was signed. */
  signedAt: number | null;
}

/** What a failed CreateImage means for its attempt. */
export async function settleError(
  ctx: Context,
  claim: Claim,
  failed: FailedSend,
): Promise<StepResult> {
  const { outcome, awsCode } = failed.error;
  if (outcome === "unknown") return settleUnknown(ctx, claim, failed);
  if (outcome === "refused" && awsCode === DUPLICATE_CODE) return settleTaken(ctx, claim, failed);
  // This send had no effect. An earlier one of the same name may still have had one.
  if (claim.before?.status === "unconfirmed") return settleAsBefore(ctx, claim, failed);
  return outcome === "refused"
    ? settleRefused(ctx, claim, failed)
    : settleLater(ctx, claim, failed);
}

async function settleUnknown(
  ctx: Context,
  { backup, attempt }: Claim,
  { error, signedAt }: FailedSend,
): Promise<StepResult> {
  await ctx.runtime.db.write((tx) =>
    settleUnheard(tx, ctx, {
      backup,
      attempt,
      lastSentAt: signedAt ?? attempt.lastSentAt,
      mayHaveActed: true,
      error: toAttemptError(error),
      message: "AWS's answer never came. Looking for the image by its name.",
    }),
  );
  await ctx.runtime.faultPoint?.("after-unheard");
  return "done";
}

/** Somebody has this name: the message names the image, which may well be ours. */
async function settleTaken(
  ctx: Context,
  { backup, attempt, before }: Claim,
  { error, signedAt }: FailedSend,
): Promise<StepResult> {
  const imageId = /\bami-[0-9a-z]{4,40}\b/.exec(error.awsMessage ?? "")?.[0];
  await ctx.runtime.db.write((tx) =>
    settleUnheard(tx, ctx, {
      backup,
      attempt,
      lastSentAt: signedAt ?? before?.lastSentAt ?? attempt.lastSentAt,
      ...(imageId === undefined ? {} : { imageId }),
      mayHaveActed: false,
      error: toAttemptError(error),
      message: `AWS holds an image of this name already${imageId === undefined ? "" : `: ${imageId}`}. Looking whose it is.`,
    }),
  );
  return "done";
}

async function settleAsBefore(
  ctx: Context,
  { backup, attempt, before }: Claim,
  { error }: FailedSend,
): Promise<StepResult> {
  await ctx.runtime.db.write((tx) =>
    settleUnheard(tx, ctx, {
      backup,
      attempt,
      lastSentAt: before?.lastSentAt ?? null,
      mayHaveActed: false,
      isLastSend: error.outcome === "refused",
      error: toAttemptError(error),
      message: `${error.message} An earlier request may still have worked: looking for its image.`,
    }),
  );
  return "done";
}

async function settleRefused(
  ctx: Context,
  { backup, attempt }: Claim,
  { error, signedAt }: FailedSend,
): Promise<StepResult> {
  await ctx.runtime.db.write(async (tx) => {
    const reason = {
      message: error.message,
      code: error.awsCode,
      ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
    };
    if (!(await failBackup(tx, ctx, { backup, reason, mayHeal: false }))) return;
    const { code, message, requestId } = toAttemptError(error);
    await patchAttempt(tx, attempt.id, {
      status: "failed",
      lastSentAt: signedAt ?? attempt.lastSentAt,
      errorCode: code,
      errorMessage: message,
      awsRequestId: requestId ?? null,
      endedAt: ctx.runtime.clock.now(),
    });
  });
  return "done";
}

/** Back to the queue with the same name, and no attempt counted. */
async function settleLater(
  ctx: Context,
  { backup, attempt, before }: Claim,
  { error }: FailedSend,
): Promise<StepResult> {
  const pauseMs = error.retryAfterMs ?? (error.outcome === "later" ? LATER_MS : NOT_SENT_MS);
  await ctx.runtime.db.write(async (tx) => {
    const queued = await changeStatus(tx, ctx, {
      backup,
      to: "queued",
      trigger: "later",
      reason: { message: error.message, code: error.awsCode },
      set: {
        leaseToken: null,
        leaseExpiresAt: null,
        notBeforeAt: ctx.runtime.clock.now() + pauseMs,
      },
      message: error.message,
    });
    if (!queued) return;
    await patchAttempt(tx, attempt.id, {
      status: "prepared",
      sendCount: before?.sendCount ?? 0,
      firstSentAt: before?.firstSentAt ?? null,
      lastSentAt: before?.lastSentAt ?? null,
      errorCode: error.awsCode,
      errorMessage: error.message,
    });
  });
  return { retryAfterMs: pauseMs };
}

function toAttemptError(error: AwsCallError) {
  return {
    code: error.awsCode,
    message: error.awsMessage ?? error.message,
    requestId: error.awsRequestId,
  };
}
