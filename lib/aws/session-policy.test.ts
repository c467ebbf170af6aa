import { describe, expect, it } from "vitest";
import type { IamStatement } from "./iam-statements.pure";
import { sessionPolicyFor } from "./session-policy";

const PURPOSES = ["read", "create", "tag", "delete", "schedule"] as const;
type Purpose = (typeof PURPOSES)[number];

const options = { partition: "aws-cn", installationId: `amivault-${"a".repeat(54)}` };
/** AWS's limit for a session policy. */
const CHARACTERS_MAX = 2_048;
const OURS = { "aws:ResourceTag/amivault:owner": options.installationId };

function statementsOf(purpose: Purpose): IamStatement[] {
  return JSON.parse(sessionPolicyFor({ ...options, purpose })).Statement;
}

const actionsOf = (purpose: Purpose): string[] =>
  statementsOf(purpose).flatMap(({ Action }) => Action);

const withAction = (purpose: Purpose, action: string): IamStatement[] =>
  statementsOf(purpose).filter(({ Action }) => [Action].flat().includes(action));

describe("session policies", () => {
  it.each(PURPOSES)("%s fits AWS's limit", (purpose) => {
    expect(sessionPolicyFor({ ...options, purpose }).length).toBeLessThan(CHARACTERS_MAX);
  });

  it("a session for reading changes nothing", () => {
    for (const action of actionsOf("read")) expect(action).toMatch(/:(Describe|Get|List)/);
  });

  it("reads parameters and recipes only where EC2 asks on its behalf", () => {
    for (const purpose of ["read", "delete"] as const) {
      for (const action of actionsOf(purpose).filter((name) => /^(ssm|imagebuilder):/.test(name))) {
        for (const { Condition } of withAction(purpose, action)) {
          expect(Condition).toEqual({
            "ForAnyValue:StringEquals": { "aws:CalledVia": ["ec2-images.amazonaws.com"] },
          });
        }
      }
    }
    expect(actionsOf("create").filter((name) => /^(ssm|imagebuilder):/.test(name))).toEqual([]);
  });

  it("a session for creating deletes nothing, and makes only what carries our tag", () => {
    expect(actionsOf("create")).toContain("ec2:CreateImage");
    expect(actionsOf("create").filter((action) => /Deregister|Delete|\*$/.test(action))).toEqual([
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
    ]);
    const [onInstances, onMade] = withAction("create", "ec2:CreateImage");
    expect(onInstances?.Resource).toBe("arn:aws-cn:ec2:*:*:instance/*");
    expect(onMade?.Condition).toEqual({
      StringEquals: { "aws:RequestTag/amivault:owner": options.installationId },
    });
    expect(withAction("create", "ec2:CreateTags").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "ec2:CreateAction": "CreateImage" } },
    ]);
  });

  it("a session for deleting deletes only what carries this installation's tag", () => {
    for (const action of ["ec2:DeregisterImage", "ec2:DeleteSnapshot"]) {
      expect(withAction("delete", action)).toEqual([
        expect.objectContaining({
          Condition: { StringEquals: OURS },
          Resource: ["arn:aws-cn:ec2:*::image/*", "arn:aws-cn:ec2:*::snapshot/*"],
        }),
      ]);
    }
    expect(actionsOf("delete")).not.toContain("ec2:CreateImage");
  });

  it.each(["tag", "delete"] as const)(
    "a session to %s cannot change whose a thing is",
    (purpose) => {
      for (const action of ["ec2:CreateTags", "ec2:DeleteTags"]) {
        expect(withAction(purpose, action).map(({ Condition }) => Condition)).toEqual([
          {
            StringEquals: OURS,
            "ForAllValues:StringNotEquals": { "aws:TagKeys": ["amivault:owner"] },
            // Without keys, DeleteTags would mean all of them.
            Null: { "aws:TagKeys": "false" },
          },
        ]);
      }
      expect(actionsOf("tag")).not.toContain("ec2:DeregisterImage");
    },
  );
});
