import { describe, expect, it } from "vitest";
import { sessionPolicyFor } from "./session-policy";

const options = { partition: "aws-cn", installationId: `amivault-${"a".repeat(54)}` };
/** AWS's limit for a session policy. */
const CHARACTERS_MAX = 2_048;

function actionsOf(purpose: "read" | "create" | "delete"): string[] {
  const policy = JSON.parse(sessionPolicyFor({ ...options, purpose }));
  return policy.Statement.flatMap((statement: { Action: string | string[] }) => statement.Action);
}

describe("session policies", () => {
  it.each(["read", "create", "delete"] as const)("%s fits AWS's limit", (purpose) => {
    expect(sessionPolicyFor({ ...options, purpose }).length).toBeLessThan(CHARACTERS_MAX);
  });

  it("a session for reading changes nothing", () => {
    expect(actionsOf("read").every((action) => action.startsWith("ec2:Describe"))).toBe(true);
  });

  it("a session for creating deletes nothing", () => {
    expect(actionsOf("create")).toContain("ec2:CreateImage");
    expect(actionsOf("create").filter((action) => /Deregister|Delete|\*$/.test(action))).toEqual([
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
    ]);
  });

  it("a session for deleting deletes only what carries this installation's tag", () => {
    const policy = JSON.parse(sessionPolicyFor({ ...options, purpose: "delete" }));
    const deleting = policy.Statement.find((statement: { Action: string[] }) =>
      statement.Action.includes("ec2:DeregisterImage"),
    );
    expect(deleting.Condition).toEqual({
      StringEquals: { "aws:ResourceTag/amivault:owner": options.installationId },
    });
    expect(deleting.Resource).toEqual([
      "arn:aws-cn:ec2:*::image/*",
      "arn:aws-cn:ec2:*::snapshot/*",
    ]);
    expect(actionsOf("delete")).not.toContain("ec2:CreateImage");
  });
});
