/**
 * To assume a role. Tags and a source identity that a session carries, as a pod's does, go on into the next
 * one, and AWS asks policy and trust whether they may. No policy of ours decides by them.
 */
export const ASSUMING = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] as const;

/** Lambda may run the function in its role. */
export function functionTrust(): TrustPolicy {
  return trust("lambda.amazonaws.com");
}

/** Scheduler may take its role for schedules of this group alone, whoever else names the role. */
export function schedulerTrust(group: { accountId: string; groupArn: string }): TrustPolicy {
  return trust("scheduler.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": group.accountId, "aws:SourceArn": group.groupArn },
  });
}

export interface TrustPolicy extends Readonly<Record<string, unknown>> {
  Version: string;
  Statement: unknown[];
}

function trust(service: string, Condition?: Record<string, Record<string, string>>): TrustPolicy {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(Condition ? { Condition } : {}),
  };
  return { Version: "2012-10-17", Statement: [statement] };
}
