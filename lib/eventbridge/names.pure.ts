/** What AWS's objects of this installation are called; `hash` is that of `installation-hash.ts`. */
export function functionName(hash: string): string {
  return `amivault-${hash}`;
}

/** Where CloudWatch keeps what the function says. */
export function logGroupName(hash: string): string {
  return `/aws/lambda/${functionName(hash)}`;
}

/** IAM is global: the region is part of a role's name. At most 64 characters. */
export function roleName(hash: string, region: string, of: "function" | "scheduler"): string {
  return `${functionName(hash)}-${region}-${of}`;
}

export function alarmName(hash: string): string {
  return `${functionName(hash)}-errors`;
}

export function stateRuleName(hash: string): string {
  return `${functionName(hash)}-ami-state`;
}

/** Of a rule or a schedule: AWS allows 64 characters, the longest of ours has 51. */
export function firingName(of: {
  hash: string;
  instanceId: string;
  linkHash: string;
  /** A number from 1, or `t` and a moment. */
  suffix: string;
}): string {
  return `${functionName(of.hash)}-${of.instanceId}-${of.linkHash}-${of.suffix}`;
}
