import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError, ValidationError } from "../errors";
import { emitEvents } from "../events/emit-event";
import { followPolicy, findPolicy, retireOwnPolicies } from "./policies.repo";
import { AssignPolicyInput } from "./schemas";
import { selectShownInstances, type ShownInstance } from "./shown-instances.repo";

/** Gives instances a shared policy, or the default; an own policy they had goes. */
export async function assignPolicy(
  ctx: Context,
  input: AssignPolicyInput,
): Promise<{ changed: number }> {
  requirePermission(ctx, "policies.write");
  const { instanceIds, policyId } = AssignPolicyInput.parse(input);
  return ctx.runtime.db.write(async (tx) => {
    const wanted = [...new Set(instanceIds)];
    const shown = await selectShownInstances(tx, { ids: wanted, accounts: ctx.accounts });
    if (shown.length < wanted.length) throw new NotFoundError("One of the instances");
    const changing = shown.filter(({ retentionPolicyId }) => retentionPolicyId !== policyId);
    await requireSharedPolicy(tx, policyId);
    await assign(tx, ctx, { changing, policyId });
    return { changed: changing.length };
  });
}

/** Also null, for the default. Throws Validation for none of these. */
export async function requireSharedPolicy(tx: Tx, policyId: string | null): Promise<void> {
  if (policyId === null) return;
  const policy = await findPolicy(tx, policyId);
  if (policy?.instanceRef === null) return;
  throw new ValidationError("That retention policy does not exist.", {
    fields: { retentionPolicyId: ["Choose one of the policies there are."] },
  });
}

async function assign(
  tx: Tx,
  ctx: Context,
  { changing, policyId }: { changing: readonly ShownInstance[]; policyId: string | null },
): Promise<void> {
  if (changing.length === 0) return;
  const now = ctx.runtime.clock.now();
  const instanceRefs = changing.map(({ id }) => id);
  await followPolicy(tx, { instanceRefs, policyId, now });
  await retireOwnPolicies(tx, { instanceRefs, now });
  for (const { id, accountRef, retentionPolicyId } of changing) {
    await recordAudit(tx, ctx, {
      action: "instance.policy",
      targetType: "instance",
      targetId: id,
      accountRef,
      before: { retentionPolicyId },
      after: { retentionPolicyId: policyId },
    });
  }
  await emitEvents(
    ctx.runtime,
    tx,
    changing.map(({ id, accountRef }) => ({ type: "instance.changed", entityId: id, accountRef })),
  );
}
