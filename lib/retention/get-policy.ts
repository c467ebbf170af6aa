import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { requireDefaultPolicy } from "./default-policy";
import type { RetentionPolicyDto } from "./dto";
import { readPolicyUse } from "./policies.repo";
import { requirePolicy } from "./require-policy";
import { PolicyRef } from "./schemas";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

export async function getPolicy(ctx: Context, input: PolicyRef): Promise<RetentionPolicyDto> {
  requirePermission(ctx, "policies.read");
  const { policyId } = PolicyRef.parse(input);
  const { read } = ctx.runtime.db;
  const row = await requirePolicy(read, ctx, policyId);
  const useOf = await readPolicyUse(read, ctx.accounts);
  return toRetentionPolicyDto(row, useOf(row));
}

export async function getDefaultPolicy(ctx: Context): Promise<RetentionPolicyDto> {
  return getPolicy(ctx, { policyId: (await requireDefaultPolicy(ctx.runtime.db.read)).id });
}
