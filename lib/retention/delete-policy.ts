import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { nameRule } from "../discovery/rules/require-rule";
import { listRulesGiving } from "../discovery/rules/rules.repo";
import { ConflictError } from "../errors";
import { toFollowersText } from "../instances/followers-text.pure";
import { hasHiddenFollowers, listPolicyFollowers, patchPolicy } from "./policies.repo";
import { notePolicyChange } from "./policy-changed";
import type { RetentionPolicyRow } from "./policy-row";
import { requirePolicy } from "./require-policy";
import { PolicyRef } from "./schemas";

const NAMED_MAX = 5;

/** Refused while instances follow it, those removed from protection included. */
export async function deletePolicy(ctx: Context, input: PolicyRef): Promise<void> {
  requirePermission(ctx, "policies.write");
  const { policyId } = PolicyRef.parse(input);
  await writeAs(ctx, async (tx) => {
    const before = await requirePolicy(tx, ctx, policyId);
    await requireUnused(tx, ctx, before);
    const now = ctx.runtime.clock.now();
    await patchPolicy(tx, policyId, { deletedAt: now, updatedAt: now });
    await notePolicyChange(tx, ctx, { action: "policy.delete", before });
  });
}

async function requireUnused(tx: Tx, ctx: Context, policy: RetentionPolicyRow): Promise<void> {
  if (policy.isDefault) {
    throw new ConflictError("The default policy cannot be deleted.", {
      suggestion: "Edit it instead, or switch it off: then it removes nothing.",
      reason: "default_policy",
    });
  }
  const [rule] = await listRulesGiving(tx, { policyId: policy.id });
  if (rule !== undefined) {
    throw new ConflictError(`${nameRule(ctx, rule)} gives this policy to what it protects.`, {
      suggestion: "Choose another policy in the rule first.",
      reason: "policy_in_use",
    });
  }
  const { accounts } = ctx;
  const text = toFollowersText("policy", {
    ...(await listPolicyFollowers(tx, { policyId: policy.id, accounts, limit: NAMED_MAX })),
    hasHidden: await hasHiddenFollowers(tx, { policy, accounts }),
  });
  if (text === null) return;
  throw new ConflictError(text, {
    suggestion: "Give them another policy first.",
    reason: "policy_in_use",
  });
}
