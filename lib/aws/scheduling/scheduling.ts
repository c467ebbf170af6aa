/**
 * AWS's services that fire backups by themselves: our types in and out. Every method may be said
 * twice; each `find` answers null for what is not there, each `delete` is content when it is gone.
 * All throw AwsCallError.
 */
export interface Scheduling {
  iam: Iam;
  lambda: Lambda;
  events: EventBridge;
  scheduler: Scheduler;
  logs: Logs;
  cloudwatch: CloudWatch;
}

/** A policy document as JSON, parsed. */
export type PolicyDocument = Readonly<Record<string, unknown>>;
export type Tags = Readonly<Record<string, string>>;

export interface Role {
  name: string;
  arn: string;
  trustPolicy: PolicyDocument;
}

export interface Iam {
  findRole(name: string): Promise<Role | null>;
  createRole(input: {
    name: string;
    description: string;
    trustPolicy: PolicyDocument;
    tags: Tags;
  }): Promise<Role>;
  updateTrustPolicy(roleName: string, trustPolicy: PolicyDocument): Promise<void>;
  findRolePolicy(roleName: string, policyName: string): Promise<PolicyDocument | null>;
  putRolePolicy(roleName: string, policyName: string, document: PolicyDocument): Promise<void>;
  deleteRolePolicy(roleName: string, policyName: string): Promise<void>;
  /** Names of inline policies, ARNs of attached ones: a role with others than ours is not removed. */
  listRolePolicies(roleName: string): Promise<{ inline: string[]; attached: string[] }>;
  deleteRole(name: string): Promise<void>;
}

export interface FunctionFacts {
  name: string;
  arn: string;
  roleArn: string;
  runtime: string | null;
  handler: string | null;
  /** Base64 of the SHA-256 of its zip. */
  codeSha256: string;
  timeoutSeconds: number;
  memoryMiB: number;
  environment: Tags;
  description: string;
  /** `Pending`, `Active`, `Inactive`, `Failed`; emulators may leave it out. */
  state: string | null;
  /** `Successful`, `InProgress`, `Failed`. */
  lastUpdateStatus: string | null;
  stateReason: string | null;
}

export interface FunctionInput {
  name: string;
  roleArn: string;
  runtime: string;
  handler: string;
  timeoutSeconds: number;
  memoryMiB: number;
  environment: Tags;
  description: string;
}

export interface Lambda {
  findFunction(name: string): Promise<FunctionFacts | null>;
  createFunction(input: FunctionInput & { zip: Uint8Array; tags: Tags }): Promise<FunctionFacts>;
  updateCode(name: string, zip: Uint8Array): Promise<FunctionFacts>;
  updateConfiguration(input: FunctionInput): Promise<FunctionFacts>;
  deleteFunction(name: string): Promise<void>;
  findEventInvokeConfig(
    name: string,
  ): Promise<{ maximumEventAgeSeconds: number | null; maximumRetryAttempts: number | null } | null>;
  putEventInvokeConfig(
    name: string,
    input: { maximumEventAgeSeconds: number; maximumRetryAttempts: number },
  ): Promise<void>;
  deleteEventInvokeConfig(name: string): Promise<void>;
  /** The resource policy's statements; empty for none. */
  listPermissions(name: string): Promise<PolicyDocument[]>;
  addPermission(input: {
    functionName: string;
    statementId: string;
    principal: string;
    sourceArn: string;
    sourceAccount: string;
  }): Promise<void>;
  removePermission(functionName: string, statementId: string): Promise<void>;
}

export interface Rule {
  name: string;
  arn: string;
  /** `cron(…)`; null for one that matches events. */
  scheduleExpression: string | null;
  eventPattern: PolicyDocument | null;
  enabled: boolean;
  description: string;
}

export interface RuleTarget {
  id: string;
  arn: string;
  /** What is sent in place of the event; with `inputPaths` a template with `<name>`s. */
  inputTemplate: string | null;
  inputPaths: Tags;
  retry: { maximumEventAgeSeconds: number; maximumRetryAttempts: number } | null;
}

export interface EventBridge {
  findRule(name: string): Promise<Rule | null>;
  /** All whose name begins so. */
  listRules(namePrefix: string): Promise<Rule[]>;
  /** Of the whole bus, with those of others: the quota counts them. */
  countRules(): Promise<number>;
  /** PutRule nulls what it is not given: always whole. */
  putRule(input: {
    name: string;
    description: string;
    scheduleExpression: string | null;
    eventPattern: PolicyDocument | null;
    tags: Tags;
  }): Promise<void>;
  listTargets(ruleName: string): Promise<RuleTarget[]>;
  putTarget(ruleName: string, target: RuleTarget): Promise<void>;
  removeTargets(ruleName: string, ids: readonly string[]): Promise<void>;
  deleteRule(name: string): Promise<void>;
}

export interface ScheduleInput {
  name: string;
  group: string;
  /** `cron(…)` or `at(…)`. */
  expression: string;
  /** IANA. */
  timezone: string;
  description: string;
  /** Minutes over which starts are spread; null fires at the moment. */
  flexibleMinutes: number | null;
  targetArn: string;
  roleArn: string;
  /** With `<aws.scheduler.scheduled-time>` where the moment goes. */
  input: string;
  retry: { maximumEventAgeSeconds: number; maximumRetryAttempts: number };
  /** AWS removes a one-time schedule after it has fired. */
  deleteAfterCompletion: boolean;
}

export interface ScheduleFacts extends ScheduleInput {
  arn: string;
  enabled: boolean;
}

export interface Scheduler {
  findGroup(name: string): Promise<{ name: string; arn: string; state: string } | null>;
  createGroup(name: string, tags: Tags): Promise<void>;
  /** Takes every schedule in it along, after a while: state `DELETING` until then. */
  deleteGroup(name: string): Promise<void>;
  findSchedule(group: string, name: string): Promise<ScheduleFacts | null>;
  listSchedules(
    group: string,
  ): Promise<Array<{ name: string; enabled: boolean; targetArn: string }>>;
  /** Content with the same one that is there already; another of its name is a `ConflictException`. */
  createSchedule(input: ScheduleInput): Promise<void>;
  /** UpdateSchedule nulls what it is not given: always whole; enables it. */
  updateSchedule(input: ScheduleInput): Promise<void>;
  deleteSchedule(group: string, name: string): Promise<void>;
}

export interface Logs {
  findLogGroup(name: string): Promise<{ name: string; retentionDays: number | null } | null>;
  createLogGroup(name: string, tags: Tags): Promise<void>;
  putRetention(name: string, days: number): Promise<void>;
  deleteLogGroup(name: string): Promise<void>;
}

export interface Alarm {
  name: string;
  description: string;
  namespace: string;
  metricName: string;
  dimensions: Tags;
  statistic: string;
  periodSeconds: number;
  evaluationPeriods: number;
  threshold: number;
  comparison: string;
  treatMissingData: string;
  actionsEnabled: boolean;
  /** ARNs that are told of each state: the account's owner adds them. */
  actions: { alarm: string[]; ok: string[]; insufficientData: string[] };
}

export interface CloudWatch {
  findAlarm(name: string): Promise<(Alarm & { state: string }) | null>;
  putAlarm(alarm: Alarm, tags: Tags): Promise<void>;
  deleteAlarm(name: string): Promise<void>;
  /** Sums per period of a metric of a function, oldest first; periods without data are left out. */
  sumByPeriod(input: {
    functionName: string;
    metricName: "Invocations" | "Errors";
    from: number;
    to: number;
    periodSeconds: number;
  }): Promise<Array<{ at: number; sum: number }>>;
}
