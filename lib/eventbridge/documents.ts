import { functionStatements, invokeStatement } from "../aws/scheduling-statements.pure";
import { functionTrust, schedulerTrust } from "../aws/trust-policies.pure";
import type { IamStatement } from "../aws/iam-statements.pure";
import { functionName, logGroupName } from "./names.pure";
import type { SpecOf } from "./specs";

interface DocumentScope {
  partition: string;
  accountId: string;
  region: string;
  hash: string;
  installationId: string;
}

type RoleSpec = SpecOf<"function_role">;

/** Who the function is in AWS, and what it may do at most. */
export function functionRole(scope: DocumentScope): RoleSpec {
  return { trustPolicy: functionTrust(), policy: document(functionStatements(named(scope))) };
}

/** Who EventBridge Scheduler is when it invokes the function: for schedules of ours alone. */
export function schedulerRole(scope: DocumentScope): RoleSpec {
  const { partition, region, accountId, hash } = scope;
  const groupArn = `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${functionName(hash)}`;
  return {
    trustPolicy: schedulerTrust({ accountId, groupArn }),
    policy: document([invokeStatement(named(scope))]),
  };
}

function named(scope: DocumentScope) {
  const { hash } = scope;
  return { ...scope, functionName: functionName(hash), logGroupName: logGroupName(hash) };
}

function document(Statement: readonly IamStatement[]): Record<string, unknown> {
  return { Version: "2012-10-17", Statement };
}
