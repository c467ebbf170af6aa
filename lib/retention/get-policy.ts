import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { requireDefaultPolicy } from "./default-policy";
import type { RetentionPolicyDto } from "./dto";
import { readPolicyUse, findPolicy } from "./policies.repo";
import { PolicyRef } from "./schemas";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

export async function getPolicy(ctx: Context, input: PolicyRef): Promise<RetentionPolicyDto> {
  requirePermission(ctx, "policies.read");
  const { policyId } = PolicyRef.parse(input);
  const { read } = ctx.runtime.db;
  const row = await findPolicy(read, policyId);
  if (!row) throw new NotFoundError("The policy");
  const useOf = await readPolicyUse(read, ctx.accounts);
  return toRetentionPolicyDto(row, useOf(row));
}

export async function getDefaultPolicy(ctx: Context): Promise<RetentionPolicyDto> {
  return getPolicy(ctx, { policyId: (await requireDefaultPolicy(ctx.runtime.db.read)).id });
}
