import { kmsStatement, type IamStatement } from "../aws/iam-statements.pure";
import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
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
  return {
    trustPolicy: trust("lambda.amazonaws.com", {}),
    policy: document(functionStatements(scope)),
  };
}

/** Who EventBridge Scheduler is when it invokes the function: for schedules of ours alone. */
export function schedulerRole(scope: DocumentScope, functionArn: string): RoleSpec {
  const { partition, region, accountId, hash } = scope;
  const group = `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${functionName(hash)}`;
  return {
    trustPolicy: trust("scheduler.amazonaws.com", {
      Condition: { StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": group } },
    }),
    policy: document([{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn }]),
  };
}

function functionStatements(scope: DocumentScope): IamStatement[] {
  const { partition, region, accountId, hash, installationId } = scope;
  const made = [`arn:${partition}:ec2:*::image/*`, `arn:${partition}:ec2:*::snapshot/*`];
  const logs = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName(hash)}:*`;
  return [
    { Effect: "Allow", Action: "ec2:DescribeImages", Resource: "*" },
    {
      Effect: "Allow",
      Action: "ec2:CreateImage",
      Resource: `arn:${partition}:ec2:${region}:${accountId}:instance/*`,
      Condition: { StringEquals: { [`aws:ResourceTag/${IMAGE_TAGS.protect}`]: installationId } },
    },
    {
      Effect: "Allow",
      Action: "ec2:CreateImage",
      Resource: made,
      Condition: { StringEquals: { [`aws:RequestTag/${IMAGE_TAGS.owner}`]: installationId } },
    },
    {
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: made,
      Condition: { StringEquals: { "ec2:CreateAction": "CreateImage" } },
    },
    kmsStatement(),
    { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: logs },
  ];
}

function trust(service: string, more: Record<string, unknown>): Record<string, unknown> {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...more,
  };
  return { Version: "2012-10-17", Statement: [statement] };
}

function document(Statement: readonly IamStatement[]): Record<string, unknown> {
  return { Version: "2012-10-17", Statement };
}
