import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import { newId } from "../ids";
import type { RetentionPolicyDto } from "./dto";
import { insertPolicy, UNUSED } from "./policies.repo";
import { notePolicyChange } from "./policy-changed";
import { requireFreePolicyName } from "./policy-name";
import { requireRules } from "./require-rules";
import { CreatePolicyInput } from "./schemas";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

/** A named policy that instances may share; none follows it yet. */
export async function createPolicy(
  ctx: Context,
  input: CreatePolicyInput,
): Promise<RetentionPolicyDto> {
  requirePermission(ctx, "policies.write");
  const { name, recordDays, enforced, ...given } = CreatePolicyInput.parse(input);
  const rules = requireRules(given);
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const row = await writeAs(ctx, async (tx) => {
    await requireFreePolicyName(tx, name);
    const after = await insertPolicy(tx, {
      id: newId("pol", now, random),
      name,
      ...rules,
      recordDays,
      enforced,
      changedAt: now,
      createdAt: now,
      updatedAt: now,
    });
    await notePolicyChange(tx, ctx, { action: "policy.create", after });
    return after;
  });
  return toRetentionPolicyDto(row, UNUSED);
}
