import type { Params } from "../wire/params";
import type { WireObject } from "../wire/xml";
import type { Job, JobResult } from "../automation/invocations";
import type { BucketClass } from "./buckets";
import type { CallEntry } from "./call-log";
import type { Effects } from "./effects";
import { AwsError } from "./errors";
import type { Caller, Denial } from "./identity";
import { findDenial } from "./permissions";
import { prefixOf, type ServiceFacts } from "./service-facts";
import type { RegionWorld } from "./region-world";
import type { ResourceFacts } from "./request-context";
import type { World } from "./world";

/** One authenticated request on its way through an operation, but for its input. */
export interface CallFacts {
  service: ServiceFacts;
  world: World;
  here: RegionWorld;
  caller: Caller;
  accountId: string;
  region: string;
  now: number;
  action: string;
  /** What the faults make of this call's effect. */
  effects: Effects;
  entry: CallEntry;
  /** Where the caller has reached the simulator: `http://127.0.0.1:35121`. */
  url: string;
  /** Runs a function now. */
  runNow: (job: Job) => Promise<JobResult>;
  /** The answer comes later, in place of the one that `run` returns. */
  answerLater: (answer: Promise<WireObject>) => void;
}

/** EC2 and its kin read Params, services with JSON (and IAM) read Input. */
export interface Call<P = Params> extends CallFacts {
  params: P;
}

export interface Operation<P = Params> {
  /** Top-level parameters; any other is refused. Left out: others are ignored, as JSON services do. */
  params?: readonly string[] | undefined;
  bucket: BucketClass | ((params: P) => BucketClass);
  run: (call: Call<P>) => WireObject;
}

export type Operations<P = Params> = Readonly<Record<string, Operation<P>>>;

/** Permission first; the resource's existence is nobody's business who may not ask. */
export function authorize(call: CallFacts, resource: string, facts?: ResourceFacts): void {
  authorizeAs({ call, action: `${prefixOf(call.service)}:${call.action}`, resource, facts });
}

/** Another action than the one called, with its service: `ssm:GetParameters`. */
export function authorizeAs(of: {
  call: CallFacts;
  action: string;
  resource: string;
  facts?: ResourceFacts | undefined;
}): void {
  const denied = findDenial(of);
  if (denied !== undefined) throw unauthorized({ ...of, by: denied });
}

/** To be called when everything has been checked and nothing has been done. */
export function endDryRun(call: Call): void {
  if (call.params.flag("DryRun") !== true) return;
  throw new AwsError(
    "DryRunOperation",
    "Request would have succeeded, but DryRun flag is set.",
    412,
  );
}

function unauthorized(of: {
  call: CallFacts;
  action: string;
  resource: string;
  by: Denial["by"];
}): AwsError {
  const { action, resource, by } = of;
  const { caller, service } = of.call;
  const why =
    by === "scp"
      ? "with an explicit deny in a service control policy."
      : `because no identity-based policy allows the ${action} action.`;
  const sentence = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  if (service.style !== "ec2") {
    const isQuery = service.style === "query";
    const code = isQuery ? "AccessDenied" : "AccessDeniedException";
    return new AwsError(code, sentence, service.style === "json" ? 400 : 403);
  }
  const encoded = Buffer.from(
    JSON.stringify({ allowed: false, principal: caller.arn, action, resource }),
  ).toString("base64url");
  return new AwsError(
    "UnauthorizedOperation",
    `You are not authorized to perform this operation. ${sentence} Encoded authorization failure message: ${encoded}`,
    403,
  );
}

export const arnOf = (call: CallFacts, type: string, id: string): string => {
  const owner = type === "image" || type === "snapshot" ? "" : call.accountId;
  return `arn:aws:ec2:${call.region}:${owner}:${type}/${id}`;
};
