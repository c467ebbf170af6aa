import type { AwsPurpose } from "./aws";
import { toPolicy } from "./full-policy.pure";
import {
  createStatements,
  deleteStatements,
  kmsStatement,
  readStatements,
  referenceStatements,
  tagStatements,
  type IamScope,
  type IamStatement,
} from "./iam-statements.pure";
import { compactScheduleStatements } from "./scheduling-statements.pure";
import { ASSUMING } from "./trust-policies.pure";

/**
 * What a session of an assumed role may do at most; the role's own policy still decides.
 * A stolen session of one purpose is of no use for another, with one exception: one that sets up
 * EventBridge writes functions and the roles they run in, so it can let such a function do what the
 * account's own bounds (a permissions boundary, a service control policy) leave to them.
 */
export function sessionPolicyFor({
  purpose,
  ...scope
}: IamScope & { purpose: AwsPurpose }): string {
  return JSON.stringify(toPolicy(statementsFor(purpose, scope)));
}

/** A session that is there to assume the next role, and does nothing else. */
export function chainPolicyFor(nextRoleArn: string | undefined): string {
  const Resource = nextRoleArn ?? "*";
  return JSON.stringify(toPolicy([{ Effect: "Allow", Action: ASSUMING, Resource }]));
}

function statementsFor(purpose: AwsPurpose, scope: IamScope): IamStatement[] {
  const reading = readStatements();
  switch (purpose) {
    case "read":
      return [...reading, ...referenceStatements()];
    case "create":
      return [...reading, ...createStatements(scope), kmsStatement()];
    case "tag":
      return [...reading, ...tagStatements(scope)];
    case "delete":
      return [
        ...reading,
        ...referenceStatements(),
        ...deleteStatements(scope),
        ...tagStatements(scope),
      ];
    case "schedule":
      return [
        { Effect: "Allow", Action: "ec2:DescribeInstances", Resource: "*" },
        ...compactScheduleStatements(scope),
      ];
  }
}
