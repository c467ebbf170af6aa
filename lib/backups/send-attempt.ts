import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2 } from "../aws/ec2/ec2";
import { SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError, toError } from "../errors";
import { claimAttempt, type Claim } from "./claim-attempt";
import { endUnsendable } from "./end-unsendable";
import { attemptRequest } from "./image-identity";
import { mayPass } from "./may-pass";
import { patchBackup } from "./patch-backup.repo";
import { LEASE_MARGIN_MS, REQUEST_TIMEOUT_MS } from "./protocol-timing.pure";
import type { Run } from "./run.repo";
import { settleAccepted } from "./settle-accepted";
import { settleError } from "./settle-error";
import type { StepResult } from "./step-result";

const AWAY_MS = 15 * SECOND;

/** Token first, claim second, then one CreateImage, and what came of it. */
export async function sendAttempt(
  ctx: Context,
  run: Run,
  { again }: { again: boolean },
): Promise<StepResult> {
  const { runtime } = ctx;
  const opened = await openEc2(ctx, run);
  if ("result" in opened) return opened.result;
  const key = { accountId: run.accountId, region: run.backup.region, action: "CreateImage" };
  const { waitMs } = await runtime.aws.budget.tryTake(key);
  if (waitMs > 0) return { retryAfterMs: waitMs + spreadMs() };
  await runtime.faultPoint?.("after-token");
  const claim = await claimAttempt(ctx, run, { again });
  if (!claim) return "done";
  await runtime.faultPoint?.("after-claim");
  return call(ctx, { ec2: opened.ec2, run, claim });
}

const SPREAD_STEPS = 5;
const SPREAD_STEP_MS = 200;
let asked = 0;

/** Those that wait for tokens come back one after another, not all for the first token. */
function spreadMs(): number {
  asked = (asked + 1) % SPREAD_STEPS;
  return asked * SPREAD_STEP_MS;
}

/** Before the claim, so that fetching a session costs nothing of the lease. */
async function openEc2(ctx: Context, run: Run): Promise<{ ec2: Ec2 } | { result: StepResult }> {
  const { credentialId } = run.instance;
  if (credentialId === null) {
    const error = new ServiceError("precondition_failed", "No credential reaches this instance.", {
      reason: "NoCredential",
      suggestion: "Choose a credential of its account on the instance's page.",
    });
    return { result: await endUnsendable(ctx, run, error) };
  }
  try {
    const { region } = run.backup;
    return { ec2: await ctx.runtime.aws.ec2({ credentialId, region, purpose: "create" }) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (!mayPass(error)) return { result: await endUnsendable(ctx, run, error) };
    return { result: await comeBack(ctx, run, error) };
  }
}

/** Nothing was claimed or sent: the same step again in a while. */
async function comeBack(ctx: Context, run: Run, error: ServiceError): Promise<StepResult> {
  const pauseMs = error.retryAfterMs ?? AWAY_MS;
  await ctx.runtime.db.write((tx) =>
    patchBackup(tx, ctx, {
      backup: run.backup,
      set: {
        notBeforeAt: ctx.runtime.clock.now() + pauseMs,
        statusReason: error.message,
        statusCode: error.reason ?? error.code,
      },
    }),
  );
  return "done";
}

async function call(
  ctx: Context,
  { ec2, run, claim }: { ec2: Ec2; run: Run; claim: Claim },
): Promise<StepResult> {
  const { runtime } = ctx;
  let signedAt: number | null = null;
  try {
    const created = await ec2.createImage(
      attemptRequest(ctx, claimed(run, claim), claim.attempt.number),
      {
        tokenTaken: true,
        async beforeSend() {
          const now = runtime.clock.now();
          requireLease(claim, now);
          requireWindow(claim, now);
          signedAt = now;
          await runtime.faultPoint?.("before-send");
        },
      },
    );
    await runtime.faultPoint?.("after-answer");
    await settleAccepted(ctx, claim, { created, signedAt });
    await runtime.faultPoint?.("after-settle");
    return "done";
  } catch (error) {
    if (error instanceof AwsCallError) return settleError(ctx, claim, { error, signedAt });
    await settleError(ctx, claim, { error: toUnknown(error), signedAt });
    throw error;
  }
}

/** The claim may have set what the request is made of. */
function claimed(run: Run, claim: Claim): Run {
  return { ...run, backup: claim.backup };
}

/** A process that was stopped past its lease must not send when it wakes up. */
function requireLease(claim: Claim, now: number): void {
  const left = (claim.backup.leaseExpiresAt ?? 0) - now;
  if (left < REQUEST_TIMEOUT_MS + LEASE_MARGIN_MS) {
    throw new Error(`The lease of ${claim.backup.id} holds only ${left} ms more: not sent.`);
  }
}

function requireWindow({ backup }: Claim, now: number): void {
  if (now < backup.startWindowEndsAt) return;
  throw new Error(`The start window of ${backup.id} is over: not sent.`);
}

function toUnknown(error: unknown): AwsCallError {
  return new AwsCallError({
    action: "CreateImage",
    outcome: "unknown",
    awsCode: "InternalError",
    message: "Something went wrong on our side while AWS was asked.",
    cause: toError(error),
  });
}
