import { ASSUMING, type TrustPolicy } from "../aws/trust-policies.pure";

/** Who is to assume a role of ours. */
export interface Assumer {
  partition: string;
  /** The 12 digits. */
  accountId: string;
  /** As GetCallerIdentity says it; null where it is not known: then any identity that its account lets. */
  callerArn: string | null;
}

/**
 * The account is the principal and its identity a condition: an ARN as principal would have to exist,
 * and a role's session does not tell its role's path. The external id keeps whoever else is reached by
 * the same identity from being handed this role (the confused deputy).
 */
export function roleTrust({ assumer, externalId }: RoleTrustInput): TrustPolicy {
  const { partition, accountId } = assumer;
  const arns = assumerArns(assumer);
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Action: ASSUMING,
    Condition: {
      StringEquals: { "sts:ExternalId": externalId },
      ...(arns.length === 0 ? {} : { ArnLike: { "aws:PrincipalArn": arns } }),
    },
  };
  return { Version: "2012-10-17", Statement: [statement] };
}

interface RoleTrustInput {
  assumer: Assumer;
  externalId: string;
}

/** What `aws:PrincipalArn` may be; none where it is not known, or the account itself. */
export function assumerArns(assumer: Assumer): string[] {
  const { partition, accountId } = assumer;
  const principal = assumerPrincipal(assumer);
  return (principal?.places ?? []).map(
    (place) => `arn:${partition}:iam::${accountId}:${place}${principal?.name}`,
  );
}

/** The part of those ARNs behind the account: where the identity may stand, and its name. */
export function assumerPrincipal({
  callerArn,
}: Pick<Assumer, "callerArn">): { places: string[]; name: string } | null {
  const [, role] = /:assumed-role\/([^/]+)\//.exec(callerArn ?? "") ?? [];
  if (role !== undefined) return { places: ["role/", "role/*/"], name: role };
  const [, user] = /:user\/(.+)$/.exec(callerArn ?? "") ?? [];
  return user === undefined ? null : { places: ["user/"], name: user };
}
