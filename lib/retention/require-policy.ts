import { requireAccount } from "../auth/require-permission";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { NotFoundError } from "../errors";
import { findPolicy, findPolicyAccount } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";

/** The own policy of an instance that the caller may not see does not exist for them. */
export async function requirePolicy(
  q: Queryable,
  ctx: Context,
  policyId: string,
): Promise<RetentionPolicyRow> {
  const policy = await findPolicy(q, policyId);
  if (!policy) throw new NotFoundError("The policy");
  const accountRef = await findPolicyAccount(q, policy);
  if (accountRef !== null) requireAccount(ctx, accountRef, "The policy");
  return policy;
}
