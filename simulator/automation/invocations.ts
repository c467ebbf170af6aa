import type { World } from "../core/world";
import { isAssumableBy } from "../iam/service-role";
import type { Automation } from "./automation";
import type {
  Invocation,
  InvocationOutcome,
  InvokeConfig,
  LambdaFunction,
  QueuedInvocation,
} from "./model";
import { permitsService } from "./resource-policy";
import { mayActAs } from "./roles";
import { noteInvocation } from "./telemetry";

/** An attempt that is to be run now, with the function as it is now. */
export interface Job {
  /** Where it began; another world may take its place meanwhile. */
  world: World;
  fn: LambdaFunction;
  queued: QueuedInvocation & { acceptedAt: number };
  invocation: Invocation;
}

export interface JobResult {
  outcome: Extract<InvocationOutcome, "ok" | "error" | "timeout" | "crash">;
  /** JSON. */
  result?: string | undefined;
  errorType?: string | undefined;
  errorMessage?: string | undefined;
  logs: string[];
  /** Real milliseconds. */
  durationMs: number;
  /** Of the process that ran it; none where there was none. */
  logStream?: string | undefined;
}

const INVOCATIONS_MAX = 200_000;
const RETRY_AFTER_MS = [60_000, 120_000];
export const ATTEMPTS_DEFAULT = 2;
export const EVENT_AGE_DEFAULT_S = 21_600;

interface ToStart {
  world: World;
  there: Automation;
  queued: QueuedInvocation;
}

/** The job, or nothing where it ended before it began; either way it is on record. */
export function startInvocation({ world, there, queued }: ToStart): Job | undefined {
  const fn = there.functionByArn(queued.functionArn);
  const now = Math.max(world.now(), queued.at);
  const invocation = record({ world, queued, now });
  const refusal = findRefusal({ world, queued, fn, now });
  if (refusal !== undefined || fn === undefined) {
    Object.assign(invocation, refusal, { endedAt: now });
    return undefined;
  }
  return { world, fn, invocation, queued: { ...queued, acceptedAt: queued.acceptedAt ?? now } };
}

function record(of: { world: World; queued: QueuedInvocation; now: number }): Invocation {
  const { world, now } = of;
  const { acceptedAt: _accepted, ...queued } = of.queued;
  const invocation: Invocation = {
    ...queued,
    seq: world.nextSeq(),
    functionName: queued.functionArn.split(":").at(6) ?? "",
    at: now,
    outcome: "running",
    logs: [],
  };
  world.invocations.push(invocation);
  if (world.invocations.length > INVOCATIONS_MAX * 1.1) {
    world.invocations.splice(0, world.invocations.length - INVOCATIONS_MAX);
  }
  return invocation;
}

interface Asked {
  world: World;
  queued: QueuedInvocation;
  fn: LambdaFunction | undefined;
  now: number;
}

type Refusal = Pick<Invocation, "outcome" | "errorType" | "errorMessage">;

function findRefusal(of: Asked): Refusal | undefined {
  const { queued, fn, now } = of;
  if (queued.faults.includes("dropInvocation")) return { outcome: "dropped" };
  if (fn === undefined) {
    return refused("ResourceNotFoundException", `Function not found: ${queued.functionArn}`);
  }
  const ageMs = now - (queued.acceptedAt ?? now);
  if (ageMs > eventAgeMs(fn.invokeConfig)) {
    return { outcome: "expired", errorMessage: `The event is ${ageMs} ms old.` };
  }
  return findDenied({ ...of, fn });
}

function findDenied(of: Asked & { fn: LambdaFunction }): Refusal | undefined {
  const { world, queued, fn } = of;
  const { source, accountId } = queued;
  if (source.kind === "rule") {
    const call = { fn, service: "events.amazonaws.com", sourceArn: source.arn };
    if (!permitsService({ ...call, sourceAccount: accountId })) {
      return refused("AccessDeniedException", "The function's policy does not permit this rule.");
    }
  }
  if (source.kind === "schedule") {
    const roleArn = source.roleArn ?? "";
    const mayInvoke = mayActAs({
      world,
      accountId,
      roleArn,
      region: queued.region,
      service: "scheduler.amazonaws.com",
      sourceAccount: accountId,
      sourceArn: scheduleGroupArn(source.arn),
      action: "lambda:InvokeFunction",
      resource: fn.arn,
    });
    if (!mayInvoke) {
      return refused("AccessDeniedException", `${roleArn} may not invoke ${fn.arn}.`);
    }
  }
  if (!isAssumableBy({ world, roleArn: fn.roleArn, service: "lambda.amazonaws.com" })) {
    return refused(
      "AccessDeniedException",
      "The role defined for the function cannot be assumed by Lambda.",
    );
  }
  return undefined;
}

/** Scheduler names the group, not the schedule, when it assumes a role. */
const scheduleGroupArn = (scheduleArn: string): string =>
  scheduleArn.replace(/:schedule\/([^/]+)\/.*$/, ":schedule-group/$1");

const refused = (errorType: string, errorMessage: string): Refusal => ({
  outcome: "refused",
  errorType,
  errorMessage,
});

/** Writes down how an attempt ended, and queues the next one where Lambda would. */
export function endInvocation({ job, result }: { job: Job; result: JobResult }): void {
  const { world, invocation, queued } = job;
  const { outcome, result: answer, errorType, errorMessage, logs } = result;
  const endedAt = Math.max(world.now(), invocation.at);
  Object.assign(invocation, { outcome, result: answer, errorType, errorMessage, logs, endedAt });
  noteInvocation({ job, result });
  if (outcome === "ok" || queued.isSynchronous === true) return;
  const there = world.automation(queued);
  const config = there.functionByArn(queued.functionArn)?.invokeConfig;
  const retries = config?.maximumRetryAttempts ?? ATTEMPTS_DEFAULT;
  if (queued.attempt > retries) return;
  const at = endedAt + (RETRY_AFTER_MS[queued.attempt - 1] ?? 120_000);
  there.queue.push({ ...queued, attempt: queued.attempt + 1, at });
}

const eventAgeMs = (config: InvokeConfig | undefined): number =>
  (config?.maximumEventAgeSeconds ?? EVENT_AGE_DEFAULT_S) * 1000;
