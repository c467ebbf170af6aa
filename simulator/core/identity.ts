import type { ManagedRole } from "./managed-role";
import type { RegionStatus } from "./regions";

export interface Account {
  accountId: string;
  name: string;
  /** False: the account has not signed up for EC2. */
  subscribed: boolean;
  /** Overrides of the list in regions.ts. */
  regions: Map<string, RegionStatus>;
}

export interface Session {
  token: string;
  expiresAt: number;
  /** Of an assumed role; a session without one is a user's own. */
  role?: { arn: string; sessionName: string } | undefined;
  /** The session policy, as sent. */
  policy?: string | undefined;
}

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  accountId: string;
  userName: string;
  userId: string;
  status: "Active" | "Inactive";
  session?: Session | undefined;
}

export interface Role {
  arn: string;
  accountId: string;
  name: string;
  roleId: string;
  /** Account ids, or full ARNs of principals, that may assume it. */
  trusts: string[];
  externalId?: string | undefined;
  maxSessionSeconds: number;
  /** Of a role made through the IAM API; without it, its sessions may do everything. */
  managed?: ManagedRole | undefined;
}

export interface Denial {
  id: string;
  accountId?: string | undefined;
  accessKeyId?: string | undefined;
  /** The role's or user's ARN, `*` allowed. */
  principalArn?: string | undefined;
  region?: string | undefined;
  /** `ec2:CreateImage`, `ec2:*`, `*`. */
  action: string;
  by: "identity" | "scp";
}

export interface Caller {
  key: AccessKey;
  accountId: string;
  arn: string;
  userId: string;
  roleArn?: string | undefined;
}

export function toCaller(key: AccessKey): Caller {
  const { accountId, session } = key;
  if (session?.role === undefined) {
    const isRoot = key.userName === "root";
    const arn = `arn:aws:iam::${accountId}:${isRoot ? "root" : `user/${key.userName}`}`;
    return { key, accountId, arn, userId: isRoot ? accountId : key.userId };
  }
  const { arn: roleArn, sessionName } = session.role;
  const roleName = roleArn.split("/").at(-1) ?? "";
  return {
    key,
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `${key.userId}:${sessionName}`,
    roleArn,
  };
}
