import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { CallerIdentity } from "../aws";
import { callAws, requireAnswer, type CallDeps, type CallTarget } from "../call-aws";
import type { AwsKeys, Transport } from "../transport";

export interface StsOptions {
  deps: CallDeps;
  transport: Transport;
  endpoint: string | undefined;
  keys: AwsKeys;
  target: CallTarget;
}

export interface AssumedSession {
  keys: AwsKeys;
  /** AWS's instant of its end. */
  expiresAt: number;
}

const SESSION_SECONDS = 3_600;

export async function getCallerIdentity(options: StsOptions): Promise<CallerIdentity> {
  const action = "GetCallerIdentity";
  const client = clientOf(options);
  const answer = await callAws(options.deps, options.target, {
    action,
    repeat: "reads",
    send: ({ prepare, options: sending }) =>
      client.send(prepare(new GetCallerIdentityCommand({})), sending),
  });
  const arn = requireAnswer(answer.Arn, { action, what: "ARN" });
  const accountId = requireAnswer(/^\d{12}$/.exec(answer.Account ?? "")?.[0], {
    action,
    what: "account",
  });
  return { accountId, arn, partition: arn.split(":")[1] || "aws" };
}

export async function assumeRole(
  options: StsOptions & {
    roleArn: string;
    externalId: string | null;
    sessionName: string;
    /** The most that the session may do, whatever the role may. */
    policy: string;
  },
): Promise<AssumedSession> {
  const action = "AssumeRole";
  const client = clientOf(options);
  const input = {
    RoleArn: options.roleArn,
    RoleSessionName: options.sessionName,
    DurationSeconds: SESSION_SECONDS,
    ...(options.externalId ? { ExternalId: options.externalId } : {}),
    Policy: options.policy,
  };
  const answer = await callAws(options.deps, options.target, {
    action,
    repeat: "reads",
    send: ({ prepare, options: sending }) =>
      client.send(prepare(new AssumeRoleCommand(input)), sending),
  });
  const session = requireAnswer(answer.Credentials, { action, what: "credentials" });
  const what = "credentials";
  return {
    keys: {
      accessKeyId: requireAnswer(session.AccessKeyId, { action, what }),
      secretAccessKey: requireAnswer(session.SecretAccessKey, { action, what }),
      sessionToken: requireAnswer(session.SessionToken, { action, what }),
    },
    expiresAt: requireAnswer(session.Expiration, { action, what }).getTime(),
  };
}

function clientOf(options: StsOptions): STSClient {
  const { keys, endpoint, target } = options;
  return new STSClient({
    ...options.transport.clientConfig({ region: target.region, endpoint, keys }, "pooled"),
    systemClockOffset: options.deps.clockOffset.toApply(),
  });
}
