import { describe, expect, it } from "vitest";
import { schedulePolicy } from "./full-policy.pure";
import { iamStatementFor, toIamAction } from "./iam-statement.pure";
import type { IamStatement } from "./iam-statements.pure";
import {
  compactScheduleStatements,
  functionStatements,
  invokeStatement,
  SCHEDULING_ACTIONS,
  scheduleStatements,
} from "./scheduling-statements.pure";
import { functionTrust, schedulerTrust } from "./trust-policies.pure";

const scope = { partition: "aws", installationId: "amivault-test" };
const place = {
  ...scope,
  accountId: "111111111111",
  region: "eu-west-1",
  functionName: "amivault-abc",
  logGroupName: "/aws/lambda/amivault-abc",
};
const SENT = SCHEDULING_ACTIONS.map((action) => action.split(":")[1] ?? "");

describe("what EventBridge needs of a credential", () => {
  it("is known by its action's name alone: no name is sent to two services", () => {
    expect(new Set(SENT).size).toBe(SENT.length);
    for (const action of SCHEDULING_ACTIONS) {
      expect(toIamAction(action.split(":")[1] ?? "")).toBe(action);
    }
  });

  it("touches nothing by name but what is ours; the rest are readings and tags of instances", () => {
    const wider = scheduleStatements(scope).filter(
      ({ Resource }) => ![Resource].flat().every((arn) => /[:/]amivault-\*$/.test(arn)),
    );
    expect(actionsOf(wider)).toEqual([
      "events:ListRules",
      "scheduler:ListSchedules",
      "logs:DescribeLogGroups",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetMetricStatistics",
      "ec2:CreateTags",
      "ec2:DeleteTags",
    ]);
  });

  it("tags instances with that one key, and passes its roles to two services only", () => {
    const conditionOf = (action: string) =>
      scheduleStatements(scope).find(({ Action }) => [Action].flat().includes(action))?.Condition;
    expect(conditionOf("ec2:DeleteTags")).toEqual({
      "ForAllValues:StringEquals": { "aws:TagKeys": ["amivault:protect"] },
      Null: { "aws:TagKeys": "false" },
    });
    expect(conditionOf("iam:PassRole")).toEqual({
      StringEquals: { "iam:PassedToService": ["lambda.amazonaws.com", "scheduler.amazonaws.com"] },
    });
  });

  it("fits a managed policy of its own", () => {
    expect(JSON.stringify(schedulePolicy(scope)).length).toBeLessThan(6_144);
  });

  it("is the same in a session's shorter form", () => {
    const whole = actionsOf(scheduleStatements(scope));
    const short = actionsOf(compactScheduleStatements(scope));
    for (const action of whole) expect(short.some((one) => matches(one, action))).toBe(true);
    for (const one of short) expect(whole.some((action) => matches(one, action))).toBe(true);
    expect(resourcesOf(compactScheduleStatements(scope))).toEqual(
      resourcesOf(scheduleStatements(scope)),
    );
  });

  it.each(SENT)("%s is advised with statements that the whole policy has", (action) => {
    const advised: IamStatement[] = JSON.parse(`[${iamStatementFor({ ...scope, action })}]`);
    expect(actionsOf(advised)).toContain(toIamAction(action));
    for (const { Action, Resource, Condition } of advised) {
      const within = scheduleStatements(scope).some(
        (whole) =>
          [Action].flat().every((name) => [whole.Action].flat().includes(name)) &&
          JSON.stringify([whole.Resource, whole.Condition]) ===
            JSON.stringify([Resource, Condition]),
      );
      expect(within).toBe(true);
    }
  });

  it("comes with the tags and the role that the action brings along", () => {
    const advised = (action: string) => iamStatementFor({ ...scope, action });
    expect(advised("CreateFunction")).toContain('["lambda:CreateFunction","lambda:TagResource"]');
    for (const action of ["CreateFunction", "UpdateFunctionConfiguration", "CreateSchedule"]) {
      expect(advised(action)).toContain("iam:PassRole");
    }
    expect(advised("GetRole")).not.toContain("iam:PassRole");
  });

  it("tells a tag on an instance from one on an image", () => {
    const action = "CreateTags";
    expect(iamStatementFor({ ...scope, action, subject: "instance" })).toContain("instance/*");
    expect(iamStatementFor({ ...scope, action })).not.toContain("instance/*");
  });
});

describe("the function's own role", () => {
  it("makes images of what this installation protects in its region, and nothing else", () => {
    const making = functionStatements(place).filter(({ Action }) => Action === "ec2:CreateImage");
    expect(making.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      [
        "arn:aws:ec2:eu-west-1:111111111111:instance/*",
        { StringEquals: { "aws:ResourceTag/amivault:protect": "amivault-test" } },
      ],
      [
        ["arn:aws:ec2:eu-west-1::image/*", "arn:aws:ec2:eu-west-1::snapshot/*"],
        { StringEquals: { "aws:RequestTag/amivault:owner": "amivault-test" } },
      ],
    ]);
    const others = actionsOf(functionStatements(place)).filter((name) => !name.startsWith("kms:"));
    expect(new Set(others)).toEqual(
      new Set([
        "ec2:DescribeImages",
        "ec2:CreateImage",
        "ec2:CreateTags",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
      ]),
    );
  });

  it("fits an inline policy", () => {
    const document = JSON.stringify({ Statement: functionStatements(place) });
    expect(document.length).toBeLessThan(10_240);
  });

  it("is Lambda's to assume, and Scheduler's only for our group and the one function", () => {
    expect(JSON.stringify(functionTrust())).toContain('"Service":"lambda.amazonaws.com"');
    const groupArn = "arn:aws:scheduler:eu-west-1:111111111111:schedule-group/amivault-abc";
    expect(schedulerTrust({ accountId: "111111111111", groupArn }).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111", "aws:SourceArn": groupArn },
        },
      },
    ]);
    expect(invokeStatement(place)).toEqual({
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: "arn:aws:lambda:eu-west-1:111111111111:function:amivault-abc",
    });
  });
});

function actionsOf(statements: readonly IamStatement[]): string[] {
  return statements.flatMap(({ Action }) => Action);
}

function resourcesOf(statements: readonly IamStatement[]): Set<string> {
  return new Set(statements.flatMap(({ Resource }) => Resource));
}

function matches(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(action);
}
