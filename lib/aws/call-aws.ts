import { setTimeout as pause } from "node:timers/promises";
import type { Clock, EpochMs } from "../clock";
import { endAfter } from "../end-after";
import type { Logger } from "../logger";
import { mayBeRevoked } from "./access";
import { AwsCallError } from "./aws-call-error";
import { EXPIRED_CODES, THROTTLE_CODES } from "./aws-codes.pure";
import type { AnswerForm } from "./answer-shape.pure";
import type { ApiBudget, BucketKey } from "./budget/budget";
import { classifyFailure, toSafeCause, type Failure } from "./classify-failure";
import type { ClockOffset } from "./clock-offset";
import { explainAwsError, type CallFacts } from "./explain-aws-error";
import { noteAwsRequest } from "./request-trace";
import { takeToken } from "./take-token";
import { wireGuard } from "./wire-guard";

export interface CallDeps {
  budget: ApiBudget;
  clock: Clock;
  log: Logger;
  clockOffset: ClockOffset;
  installationId: string;
  requestTimeoutMs: number;
}

/** Whose call it is; the same for every call of one client. */
export interface CallTarget {
  /** The bucket's account: 12 digits. Null before they are known, for STS alone: it has no bucket. */
  bucketAccount: string | null;
  region: string;
  partition: string;
  host: string;
  interactive: boolean;
  /** See AwsTarget; what it ends counts as timed out. */
  signal?: AbortSignal | undefined;
  roleArn?: string | undefined;
  externalId?: string | null | undefined;
  /** AWS took the session for too old: the next attempt needs another. */
  onExpired?: (() => void) | undefined;
  /** AWS refused, and the session may have been revoked: true where the next attempt has another. */
  onRefused?: (() => Promise<boolean>) | undefined;
  /** Who answered, by the header `Server`. */
  onServer?: ((server: string | null) => void) | undefined;
  /** `xml` where it is not said. */
  answers?: AnswerForm | undefined;
  /** What a service means by a code that means something else with others. */
  meaning?: ((failure: Failure, action: string) => Failure) | undefined;
}

export interface CallPlan<Output> {
  action: string;
  /** What it is done to, where IAM's statement depends on it. */
  subject?: "instance" | undefined;
  /** `once`: nobody but the caller knows whether it may be repeated. `reads`: twice is once. */
  repeat: "reads" | "once";
  tokenTaken?: boolean | undefined;
  beforeSend?: ((signedAt: EpochMs) => void | Promise<void>) | undefined;
  /** One attempt: send a new command that `prepare` has equipped. */
  send(attempt: Attempt): Promise<Output>;
}

export interface Attempt {
  /** For the SDK's `send`: ends the attempt when its time is over. */
  options: { abortSignal: AbortSignal };
  /** The Date header of the answer; null before it came, or when it had none. */
  answeredAt(): EpochMs | null;
  prepare<C extends GuardedCommand>(command: C): C;
}

/** Every SDK command has a stack; its type differs with each. */
interface GuardedCommand {
  middlewareStack: {
    add(
      middleware: ReturnType<typeof wireGuard>,
      options: { step: "deserialize"; priority: "low"; name: string },
    ): void;
  };
}

const ATTEMPTS_MAX = 3;
const BACKOFF_MS = [200, 800] as const;

/** Token, attempt, meaning: every attempt of every call passes here, and nowhere else. */
export async function callAws<Output>(
  deps: CallDeps,
  target: CallTarget,
  plan: CallPlan<Output>,
): Promise<Output> {
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await callOnce(deps, target, attempt === 1 ? plan : { ...plan, tokenTaken: false });
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      // Refused is without effect: also what may be sent once only may be asked with another session.
      if (!renewed && !target.signal?.aborted && mayBeRevoked(error)) {
        renewed = (await target.onRefused?.()) === true;
        if (renewed) continue;
      }
      if (attempt >= ATTEMPTS_MAX || !mayRepeat(error, target, plan)) throw error;
      deps.log.debug({ action: plan.action, code: error.awsCode, attempt }, "AWS call repeated");
      await pause(BACKOFF_MS[attempt - 1] ?? BACKOFF_MS[1]);
    }
  }
}

function mayRepeat(
  error: AwsCallError,
  target: CallTarget,
  plan: Pick<CallPlan<unknown>, "repeat">,
): boolean {
  if (plan.repeat === "once" || error.outcome === "refused") return false;
  if (error.awsCode === "BudgetExhausted" || target.signal?.aborted) return false;
  // Nobody waits 90 seconds at a form.
  return !(target.interactive && error.awsCode === "Timeout");
}

async function callOnce<Output>(
  deps: CallDeps,
  target: CallTarget,
  plan: CallPlan<Output>,
): Promise<Output> {
  const facts = { ...factsOf(deps, target, plan.action), subject: plan.subject };
  const key = bucketOf(target, plan.action);
  if (key && !plan.tokenTaken) await takeToken({ budget: deps.budget, key, facts, ...target });
  const { signal, done } = endAfter(deps.requestTimeoutMs, target.signal);
  const { beforeSend } = plan;
  let answeredAt: EpochMs | null = null;
  let isSent = false;
  const guard = wireGuard({
    action: plan.action,
    form: target.answers ?? "xml",
    async beforeSend() {
      // The session took all the time there was: nothing has left yet, and nothing does.
      signal.throwIfAborted();
      await beforeSend?.(deps.clock.now());
      isSent = true;
    },
    onAnswer({ date, server, requestId }) {
      answeredAt = date;
      if (requestId !== null) noteAwsRequest(plan.action, requestId);
      if (date !== null) deps.clockOffset.learn(date);
      target.onServer?.(server);
    },
  });
  try {
    return await plan.send({
      options: { abortSignal: signal },
      answeredAt: () => answeredAt,
      prepare(command) {
        command.middlewareStack.add(guard, {
          step: "deserialize",
          priority: "low",
          name: "amivaultWireGuard",
        });
        return command;
      },
    });
  } catch (error) {
    if (error instanceof AwsCallError) throw error;
    const said = classifyFailure(error, { timedOut: signal.aborted, isSent });
    const failure = target.meaning?.(said, plan.action) ?? said;
    if (EXPIRED_CODES.has(failure.code)) target.onExpired?.();
    if (key && THROTTLE_CODES.has(failure.code)) await deps.budget.throttled(key);
    const now = {
      ...facts,
      clockOffsetMs: deps.clockOffset.current(),
      clockOffsetBeforeMs: facts.clockOffsetMs,
    };
    throw explainAwsError(failure, now, toSafeCause(error, failure));
  } finally {
    done();
  }
}

function bucketOf({ bucketAccount, region }: CallTarget, action: string): BucketKey | null {
  return bucketAccount === null ? null : { accountId: bucketAccount, region, action };
}

function factsOf(deps: CallDeps, target: CallTarget, action: string): CallFacts {
  return {
    action,
    region: target.region,
    partition: target.partition,
    host: target.host,
    installationId: deps.installationId,
    clockOffsetMs: deps.clockOffset.current(),
    roleArn: target.roleArn,
    externalId: target.externalId,
  };
}

/**
 * AWS sends an empty list as an empty element: one that is missing was lost on the way, and must
 * not pass for "there are none".
 */
export function requireList<T>(
  list: T[] | undefined,
  facts: { action: string; what: string },
): T[] {
  return requireAnswer(list, facts);
}

/** An answer that AWS's API promises to fill and did not. */
export function requireAnswer<T>(
  value: T | undefined | null,
  facts: { action: string; what: string },
): T {
  if (value !== undefined && value !== null) return value;
  throw new AwsCallError({
    action: facts.action,
    outcome: "unknown",
    awsCode: "UnreadableAnswer",
    message: `AWS's answer to ${facts.action} has no ${facts.what}.`,
    suggestion: "Check AWS_ENDPOINT_URL: what answers there does not answer like AWS.",
  });
}
