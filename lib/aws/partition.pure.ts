/** `aws`, `aws-cn`, `aws-us-gov`, …, by the names regions have in them. */
export function partitionOfRegion(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-iso-")) return "aws-iso";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  return "aws";
}

/** Where calls go, for sentences. */
export function hostOf(input: {
  service: "ec2" | "sts" | "autoscaling";
  region: string;
  endpoint: string | undefined;
}): string {
  if (input.endpoint !== undefined) return new URL(input.endpoint).host;
  const suffix = input.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `${input.service}.${input.region}.${suffix}`;
}

/** The account and partition of a role, or null for what is not a role's ARN. */
export function readRoleArn(roleArn: string): { accountId: string; partition: string } | null {
  const match = /^arn:([a-z-]+):iam::(\d{12}):role\//.exec(roleArn);
  return match?.[1] && match[2] ? { partition: match[1], accountId: match[2] } : null;
}
