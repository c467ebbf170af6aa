import type { EpochMs } from "../clock";
import { AwsCallError } from "./aws-call-error";
import { REVOKED_CODES } from "./aws-codes.pure";
import { readRoleArn } from "./partition.pure";
import type { AwsKeys } from "./transport";

/** Keys that are ready to sign with, and whose they are. */
export interface Access {
  keys: AwsKeys;
  /** The saved credentials that they come from, its own first; none for keys that were given. */
  credentialIds: readonly string[];
  /** The 12 digits; null before they are known. */
  bucketAccount: string | null;
  partition: string;
  roleArn: string | null;
  externalId: string | null;
  /** AWS no longer takes the session: make another one next time. */
  renew(): void;
  /**
   * AWS has refused what was sent. True where these are a session that may have been revoked since it
   * was made: it is used no more, and another one is worth asking with.
   */
  suspect(): Promise<boolean>;
}

/** The keys of an assumed role's session. */
export interface SessionKeys extends AwsKeys {
  madeAt: EpochMs;
}

/**
 * A session that is younger was refused for what the role may do. So one that AWS goes on refusing is
 * replaced once a minute at most.
 */
export const REVOKED_AFTER_MS = 60_000;

/** A role whose sessions were revoked, or that was deleted and made anew, takes new ones at once. */
export function mayBeRevoked(error: unknown): boolean {
  return (
    error instanceof AwsCallError && error.outcome === "refused" && REVOKED_CODES.has(error.awsCode)
  );
}

/** Does the work once more, with another session, where AWS refuses one that may have been revoked. */
export async function withLiveSession<T>(
  find: () => Promise<Access>,
  work: (access: Access) => Promise<T>,
): Promise<T> {
  const access = await find();
  try {
    return await work(access);
  } catch (error) {
    if (!mayBeRevoked(error) || !(await access.suspect())) throw error;
  }
  return work(await find());
}

export function plainAccess(
  keys: AwsKeys,
  owner: { id: string | null; accountId: string | null; partition: string },
): Access {
  return {
    keys: pickKeys(keys),
    credentialIds: owner.id === null ? [] : [owner.id],
    bucketAccount: owner.accountId,
    partition: owner.partition,
    roleArn: null,
    externalId: null,
    renew: () => undefined,
    suspect: async () => false,
  };
}

export function roleAccess(
  options: Pick<Access, "keys" | "credentialIds" | "renew" | "suspect"> & {
    role: { roleArn: string; externalId: string | null };
  },
): Access {
  const { keys, credentialIds, role, renew, suspect } = options;
  const named = readRoleArn(role.roleArn);
  return {
    keys,
    credentialIds,
    bucketAccount: named?.accountId ?? null,
    partition: named?.partition ?? "aws",
    roleArn: role.roleArn,
    externalId: role.externalId,
    renew,
    suspect,
  };
}

function pickKeys({ accessKeyId, secretAccessKey, sessionToken }: AwsKeys): AwsKeys {
  return { accessKeyId, secretAccessKey, sessionToken };
}
