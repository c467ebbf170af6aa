import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { requireSeesReceivers } from "../discovery/rules/require-sees-receivers";
import { ForbiddenError } from "../errors";
import type { RetentionPolicyDto } from "./dto";
import { editPolicy } from "./edit-policy";
import { readPolicyUse, hasHiddenFollowers } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";
import { requirePolicy } from "./require-policy";
import { UpdatePolicyInput } from "./schemas";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

/** Holds for every instance that follows it; the sweep after the edit asks a person if it is a lot. */
export async function updatePolicy(
  ctx: Context,
  input: UpdatePolicyInput,
): Promise<RetentionPolicyDto> {
  requirePermission(ctx, "policies.write");
  const { policyId, ...edit } = UpdatePolicyInput.parse(input);
  const row = await writeAs(ctx, async (tx) => {
    const before = await requirePolicy(tx, ctx, policyId);
    await requireSeen(tx, ctx, before);
    return editPolicy(tx, ctx, { before, edit: defined(edit) });
  });
  const useOf = await readPolicyUse(ctx.runtime.db.read, ctx.accounts);
  return toRetentionPolicyDto(row, useOf(row));
}

/** What it removes of an instance is decided by nobody who may not see that. */
async function requireSeen(tx: Tx, ctx: Context, policy: RetentionPolicyRow): Promise<void> {
  if (policy.isDefault) requireEveryAccount(ctx, "The default policy is");
  await requireSeesReceivers(tx, ctx, { policyId: policy.id, suggestion });
  if (!(await hasHiddenFollowers(tx, { policy, accounts: ctx.accounts }))) return;
  throw new ForbiddenError("Instances that you may not see follow this policy too.", {
    suggestion,
  });
}

const suggestion = "Make another policy, and give it to your instances.";

/** Without what was left out, so that it overrides nothing. */
function defined<T extends object>(edit: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const said = Object.entries(edit).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
