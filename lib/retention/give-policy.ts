import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ValidationError } from "../errors";
import { findPolicy, followPolicy, retireOwnPolicies } from "./policies.repo";

/**
 * In the transaction of its caller, who judges permission and writes the audit: a shared policy,
 * or null for the default. An own policy they had goes. Throws Validation for one that is neither.
 */
export async function givePolicies(
  tx: Tx,
  ctx: Context,
  given: { instanceRefs: readonly string[]; policyId: string | null },
): Promise<void> {
  await requireSharedPolicy(tx, given.policyId);
  const now = ctx.runtime.clock.now();
  await followPolicy(tx, { ...given, now });
  await retireOwnPolicies(tx, { instanceRefs: given.instanceRefs, now });
}

export async function givePolicy(
  tx: Tx,
  ctx: Context,
  { instanceRef, policyId }: { instanceRef: string; policyId: string | null },
): Promise<void> {
  await givePolicies(tx, ctx, { instanceRefs: [instanceRef], policyId });
}

async function requireSharedPolicy(tx: Tx, policyId: string | null): Promise<void> {
  if (policyId === null) return;
  const policy = await findPolicy(tx, policyId);
  if (policy?.instanceRef === null) return;
  throw new ValidationError("That retention policy does not exist.", {
    fields: { retentionPolicyId: ["Choose one of the policies there are."] },
  });
}
