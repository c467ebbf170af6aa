import type { Alarm, FunctionInput, ScheduleInput } from "../aws/scheduling/scheduling";
import { functionTrust } from "../aws/trust-policies.pure";

/** What the adapters are asked for in tests, all of one name. */
export const NAME = "amivault-test";
export const LOG_GROUP = `/aws/lambda/${NAME}`;
export const TAGS = { "amivault:owner": "amivault-test" };
/** An archive without files. */
export const EMPTY_ZIP = new Uint8Array([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)]);
export const RETRY = { maximumEventAgeSeconds: 3_600, maximumRetryAttempts: 2 };

export const ROLE = {
  name: NAME,
  description: "A test's.",
  trustPolicy: functionTrust(),
  tags: TAGS,
};

export function functionInput(roleArn: string): FunctionInput {
  return {
    name: NAME,
    roleArn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    timeoutSeconds: 60,
    memoryMiB: 256,
    environment: { AMIVAULT_ACCOUNT_ID: "111111111111" },
    description: "A test's.",
  };
}

export function scheduleInput(arns: { functionArn: string; roleArn: string }): ScheduleInput {
  return {
    name: `${NAME}-1`,
    group: NAME,
    expression: "cron(30 2 * * ? *)",
    timezone: "Europe/Berlin",
    description: "A test's.",
    flexibleMinutes: 15,
    targetArn: arns.functionArn,
    roleArn: arns.roleArn,
    input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
    retry: RETRY,
    deleteAfterCompletion: false,
  };
}

export const ALARM: Alarm = {
  name: NAME,
  description: "A test's.",
  namespace: "AWS/Lambda",
  metricName: "Errors",
  dimensions: { FunctionName: NAME },
  statistic: "Sum",
  periodSeconds: 300,
  evaluationPeriods: 1,
  threshold: 1,
  comparison: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
  actionsEnabled: false,
  actions: { alarm: ["arn:aws:sns:eu-west-1:111111111111:theirs"], ok: [], insufficientData: [] },
};
