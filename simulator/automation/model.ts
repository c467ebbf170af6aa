import type { Tags } from "../core/model";

/** What fires at moments: the cursor moves with each of them, so that none is fired twice. */
export interface Timed {
  /** Moments up to here are done with, or were never wanted. */
  firedUntil: number;
  /** The next moment after the cursor; null for none, undefined until it is reckoned. */
  next?: number | null | undefined;
}

export interface RuleTarget {
  id: string;
  arn: string;
  roleArn?: string | undefined;
  input?: string | undefined;
  inputPath?: string | undefined;
  inputTransformer?: { paths: Map<string, string>; template: string } | undefined;
  retry?: RetryPolicy | undefined;
  deadLetterArn?: string | undefined;
}

export interface RetryPolicy {
  maximumRetryAttempts?: number | undefined;
  maximumEventAgeSeconds?: number | undefined;
}

export interface EventRule extends Timed {
  name: string;
  arn: string;
  description?: string | undefined;
  scheduleExpression?: string | undefined;
  /** JSON, as sent. */
  eventPattern?: string | undefined;
  state: "ENABLED" | "DISABLED";
  roleArn?: string | undefined;
  tags: Tags;
  targets: RuleTarget[];
  createdAt: number;
  createdBy: string;
}

export interface ScheduleGroup {
  name: string;
  arn: string;
  state: "ACTIVE" | "DELETING";
  createdAt: number;
  modifiedAt: number;
  /** When a group that is being deleted is gone, with its schedules. */
  goneAt?: number | undefined;
  tags: Tags;
  clientToken?: string | undefined;
}

export interface Schedule extends Timed {
  name: string;
  group: string;
  arn: string;
  expression: string;
  timezone: string;
  description?: string | undefined;
  state: "ENABLED" | "DISABLED";
  startAt?: number | undefined;
  endAt?: number | undefined;
  /** Starts are spread over so long after the moment; null: at the moment. */
  flexibleMinutes: number | null;
  afterCompletion: "NONE" | "DELETE";
  kmsKeyArn?: string | undefined;
  target: ScheduleTarget;
  createdAt: number;
  modifiedAt: number;
  createdBy: string;
  clientToken?: string | undefined;
}

export interface ScheduleTarget {
  arn: string;
  roleArn: string;
  input?: string | undefined;
  retry?: RetryPolicy | undefined;
  deadLetterArn?: string | undefined;
}

/** A statement of a function's resource policy. */
export interface FunctionPermission {
  id: string;
  principal: string;
  action: string;
  sourceArn?: string | undefined;
  sourceAccount?: string | undefined;
}

export interface InvokeConfig {
  maximumRetryAttempts?: number | undefined;
  maximumEventAgeSeconds?: number | undefined;
  modifiedAt: number;
}

export interface LambdaFunction {
  name: string;
  arn: string;
  runtime: string;
  roleArn: string;
  handler: string;
  description: string;
  timeoutSeconds: number;
  memoryMiB: number;
  environment: Map<string, string>;
  architecture: "x86_64" | "arm64";
  /** Base64. */
  zip: string;
  codeBytes: number;
  codeSha256: string;
  revisionId: string;
  modifiedAt: number;
  createdBy: string;
  /** Pending until then. */
  activeAt: number;
  /** An update is in progress until then. */
  updatedAt: number;
  tags: Tags;
  permissions: FunctionPermission[];
  policyRevisionId: string;
  invokeConfig?: InvokeConfig | undefined;
}

export interface Source {
  kind: "rule" | "schedule" | "invoke";
  name: string;
  arn: string;
  /** Of a schedule: assumed to invoke. */
  roleArn?: string | undefined;
}

/** One attempt that is to begin at a moment, of an invocation somebody has asked for. */
export interface QueuedInvocation {
  requestId: string;
  accountId: string;
  region: string;
  functionArn: string;
  source: Source;
  payload: string;
  /** The moment it is about. */
  dueAt: number;
  at: number;
  /** When Lambda took it in; unknown until it has. */
  acceptedAt?: number | undefined;
  attempt: number;
  faults: string[];
  /** Somebody waits for the answer; Lambda then never tries again. */
  isSynchronous?: boolean | undefined;
}

export const OUTCOMES = [
  "running",
  "ok",
  "error",
  "timeout",
  "crash",
  /** Permission, role or function were not there. */
  "refused",
  /** A fault took it away, and nobody was told. */
  "dropped",
  /** Older than the function's MaximumEventAge. */
  "expired",
] as const;
export type InvocationOutcome = (typeof OUTCOMES)[number];

/** What became of one attempt: ground truth. */
export interface Invocation extends Omit<QueuedInvocation, "at" | "acceptedAt"> {
  seq: number;
  functionName: string;
  /** When it began, or was refused, dropped, found too old. */
  at: number;
  endedAt?: number | undefined;
  outcome: InvocationOutcome;
  errorType?: string | undefined;
  errorMessage?: string | undefined;
  /** The handler's answer as JSON. */
  result?: string | undefined;
  logs: string[];
}
