import { describe, expect, it } from "vitest";
import type { ConditionBlock, Statement } from "./document";
import { evaluate, evaluateTrust, type PolicyVerdict } from "./evaluate";

const context = (values: Record<string, string | string[]>): Map<string, string[]> =>
  new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), [value].flat()]));

const ask = (of: {
  statements: Statement[];
  action?: string;
  resource?: string;
  context?: Record<string, string | string[]>;
}): PolicyVerdict =>
  evaluate([{ Statement: of.statements }], {
    action: of.action ?? "ec2:CreateImage",
    resource: of.resource ?? "arn:aws:ec2:eu-west-1::image/*",
    context: context(of.context ?? {}),
  });

const allow = (more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action: "ec2:CreateImage",
  Resource: "*",
  ...more,
});

describe("what a statement covers", () => {
  it.each([
    ["ec2:CreateImage", "allow"],
    ["EC2:createimage", "allow"],
    ["ec2:Create*", "allow"],
    ["*", "allow"],
    ["ec2:CreateImag?", "allow"],
    ["ec2:CreateTags", "silent"],
    ["autoscaling:*", "silent"],
  ])("action %s: %s", (Action, verdict) => {
    expect(ask({ statements: [allow({ Action })] })).toBe(verdict);
  });

  it.each([
    ["arn:aws:ec2:*::image/*", "allow"],
    ["arn:aws:ec2:*:*:instance/*", "silent"],
    ["arn:aws:ec2:eu-west-1::image/ami-1", "silent"],
    ["arn:*", "silent"],
  ])("resource %s: %s", (Resource, verdict) => {
    expect(ask({ statements: [allow({ Resource })] })).toBe(verdict);
  });

  it("turns NotAction and NotResource round", () => {
    const notImages = allow({ NotResource: "arn:aws:ec2:*::image/*" });
    delete notImages.Resource;
    expect(ask({ statements: [notImages] })).toBe("silent");
    const notCreate: Statement = { Effect: "Allow", NotAction: "ec2:CreateImage", Resource: "*" };
    expect(ask({ statements: [notCreate] })).toBe("silent");
    expect(ask({ statements: [notCreate], action: "ec2:CreateTags" })).toBe("allow");
  });

  it("lets a deny win", () => {
    expect(ask({ statements: [allow(), { ...allow(), Effect: "Deny" }] })).toBe("deny");
  });
});

describe("conditions", () => {
  const cases: [string, ConditionBlock, Record<string, string | string[]>, PolicyVerdict][] = [
    [
      "a tag that fits",
      { StringEquals: { "aws:RequestTag/amivault:owner": "us" } },
      { "aws:requesttag/amivault:owner": "us" },
      "allow",
    ],
    [
      "a tag of another",
      { StringEquals: { "aws:RequestTag/o": "us" } },
      { "aws:RequestTag/o": "them" },
      "silent",
    ],
    ["a key that is missing", { StringEquals: { "aws:RequestTag/o": "us" } }, {}, "silent"],
    [
      "a missing key, unless it exists",
      { StringEqualsIfExists: { "aws:RequestTag/o": "us" } },
      {},
      "allow",
    ],
    ["a missing key, not equal", { StringNotEquals: { "aws:ResourceTag/o": "us" } }, {}, "allow"],
    [
      "one of several values",
      { StringEquals: { "ec2:CreateAction": ["CreateImage", "CopyImage"] } },
      { "ec2:CreateAction": "CopyImage" },
      "allow",
    ],
    ["none of several values", { StringNotEquals: { a: ["1", "2"] } }, { a: "2" }, "silent"],
    [
      "a pattern",
      { StringLike: { "kms:ViaService": "ec2.*" } },
      { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
      "allow",
    ],
    [
      "an ARN's pattern",
      { ArnLike: { "aws:SourceArn": "arn:aws:scheduler:*:1:schedule/g/*" } },
      { "aws:SourceArn": "arn:aws:scheduler:eu-west-1:1:schedule/g/n" },
      "allow",
    ],
    [
      "an ARN's pattern over its parts",
      { ArnLike: { "aws:SourceArn": "arn:*:schedule/g/n" } },
      { "aws:SourceArn": "arn:aws:scheduler:eu-west-1:1:schedule/g/n" },
      "silent",
    ],
    [
      "Null true on a key that is there",
      { Null: { "aws:TagKeys": "true" } },
      { "aws:TagKeys": ["a"] },
      "silent",
    ],
    [
      "Null false on a key that is there",
      { Null: { "aws:TagKeys": "false" } },
      { "aws:TagKeys": ["a"] },
      "allow",
    ],
    [
      "all values outside",
      { "ForAllValues:StringNotEquals": { "aws:TagKeys": ["owner"] } },
      { "aws:TagKeys": ["a", "b"] },
      "allow",
    ],
    [
      "all values outside but one",
      { "ForAllValues:StringNotEquals": { "aws:TagKeys": ["owner"] } },
      { "aws:TagKeys": ["a", "owner"] },
      "silent",
    ],
    [
      "all of no values",
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["owner"] } },
      {},
      "allow",
    ],
    [
      "any value",
      { "ForAnyValue:StringEquals": { "aws:CalledVia": ["b"] } },
      { "aws:CalledVia": ["a", "b"] },
      "allow",
    ],
    ["any of no values", { "ForAnyValue:StringEquals": { "aws:CalledVia": ["b"] } }, {}, "silent"],
    [
      "two operators, one of which fails",
      { StringEquals: { a: "1" }, StringLike: { b: "2*" } },
      { a: "1", b: "3" },
      "silent",
    ],
  ];
  it.each(cases)("%s", (_, Condition, given, verdict) => {
    expect(ask({ statements: [allow({ Condition })], context: given })).toBe(verdict);
  });
});

describe("trust", () => {
  const trust = (statement: Partial<Statement>): PolicyVerdict =>
    evaluateTrust({
      document: {
        Statement: { Effect: "Allow", Action: "sts:AssumeRole", ...statement },
      },
      principal: { kind: "Service", names: ["scheduler.amazonaws.com"] },
      context: context({ "aws:SourceAccount": "111122223333" }),
    });

  it("is given to the service that is named, when the conditions hold", () => {
    const Principal = { Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com"] };
    expect(trust({ Principal })).toBe("allow");
    expect(trust({ Principal: { Service: "lambda.amazonaws.com" } })).toBe("silent");
    expect(trust({ Principal: { AWS: "scheduler.amazonaws.com" } })).toBe("silent");
    const Condition = { StringEquals: { "aws:SourceAccount": "999999999999" } };
    expect(trust({ Principal, Condition })).toBe("silent");
  });
});
