import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError } from "../errors";
import { emitEvents } from "../events/emit-event";
import { givePolicies } from "./give-policy";
import { AssignPolicyInput } from "./schemas";
import { selectShownInstances, type ShownInstance } from "./shown-instances.repo";

/** Gives instances a shared policy, or the default; an own policy they had goes. */
export async function assignPolicy(
  ctx: Context,
  input: AssignPolicyInput,
): Promise<{ changed: number }> {
  requirePermission(ctx, "policies.write");
  const { instanceIds, policyId } = AssignPolicyInput.parse(input);
  return writeAs(ctx, async (tx) => {
    const wanted = [...new Set(instanceIds)];
    const shown = await selectShownInstances(tx, { ids: wanted, accounts: ctx.accounts });
    if (shown.length < wanted.length) throw new NotFoundError("One of the instances");
    const changing = shown.filter(({ retentionPolicyId }) => retentionPolicyId !== policyId);
    await assign(tx, ctx, { changing, policyId });
    return { changed: changing.length };
  });
}

async function assign(
  tx: Tx,
  ctx: Context,
  { changing, policyId }: { changing: readonly ShownInstance[]; policyId: string | null },
): Promise<void> {
  if (changing.length === 0) return;
  await givePolicies(tx, ctx, { instanceRefs: changing.map(({ id }) => id), policyId });
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
