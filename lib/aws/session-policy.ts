import type { AwsPurpose } from "./aws";

const READ = [
  "ec2:DescribeRegions",
  "ec2:DescribeInstances",
  "ec2:DescribeVolumes",
  "ec2:DescribeImages",
  "ec2:DescribeSnapshots",
  "ec2:DescribeTags",
];

/** EC2 uses the key of an encrypted volume on the caller's behalf, and on no other. */
const KMS_FOR_EC2 = [
  "kms:DescribeKey",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

/**
 * What a session of an assumed role may do at most; the role's own policy still decides.
 * A stolen session of one purpose is of no use for another.
 */
export function sessionPolicyFor(options: {
  purpose: AwsPurpose;
  partition: string;
  installationId: string;
}): string {
  const { purpose, partition, installationId } = options;
  const ours = [`arn:${partition}:ec2:*::image/*`, `arn:${partition}:ec2:*::snapshot/*`];
  const statements: object[] = [{ Effect: "Allow", Action: READ, Resource: "*" }];
  if (purpose === "create") {
    statements.push(
      { Effect: "Allow", Action: ["ec2:CreateImage", "ec2:CreateTags"], Resource: "*" },
      {
        Effect: "Allow",
        Action: KMS_FOR_EC2,
        Resource: "*",
        Condition: { StringLike: { "kms:ViaService": "ec2.*" } },
      },
    );
  }
  if (purpose === "delete") {
    statements.push(
      {
        Effect: "Allow",
        Action: ["ec2:DeregisterImage", "ec2:DeleteSnapshot"],
        Resource: ours,
        Condition: { StringEquals: { "aws:ResourceTag/amivault:owner": installationId } },
      },
      { Effect: "Allow", Action: "ec2:CreateTags", Resource: ours },
    );
  }
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
