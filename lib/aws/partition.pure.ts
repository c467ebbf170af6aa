/** `aws`, `aws-cn`, `aws-us-gov`, …, by the names regions have in them. */
export function partitionOfRegion(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-iso-")) return "aws-iso";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  return "aws";
}

export type AwsHost =
  | "ec2"
  | "sts"
  | "autoscaling"
  | "iam"
  | "lambda"
  | "events"
  | "scheduler"
  | "logs"
  | "monitoring";

/** IAM is one for all regions of a partition, and answers in this one. */
export function iamRegion(partition: string): string {
  return IAM_REGIONS[partition] ?? "us-east-1";
}

const IAM_REGIONS: Readonly<Record<string, string>> = {
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
};

/** Where calls go, for sentences. */
export function hostOf(input: {
  service: AwsHost;
  region: string;
  endpoint: string | undefined;
}): string {
  if (input.endpoint !== undefined) return new URL(input.endpoint).host;
  if (input.service === "iam" && input.region === "us-east-1") return "iam.amazonaws.com";
  const suffix = input.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `${input.service}.${input.region}.${suffix}`;
}

/** The account and partition of a role, or null for what is not a role's ARN. */
export function readRoleArn(roleArn: string): { accountId: string; partition: string } | null {
  const match = /^arn:([a-z-]+):iam::(\d{12}):role\//.exec(roleArn);
  return match?.[1] && match[2] ? { partition: match[1], accountId: match[2] } : null;
}
