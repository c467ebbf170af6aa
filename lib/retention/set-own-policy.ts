import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { newId } from "../ids";
import type { RetentionPolicyDto } from "./dto";
import { editPolicy } from "./edit-policy";
import { findOwnPolicy, followPolicy, insertPolicy, readPolicyUse } from "./policies.repo";
import { notePolicyChange } from "./policy-changed";
import { ownPolicyName } from "./policy-name";
import { requireRules } from "./require-rules";
import type { RetentionRules } from "./retention-rules.pure";
import { OwnPolicyInput } from "./schemas";
import { selectShownInstances, type ShownInstance } from "./shown-instances.repo";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

/** One instance keeps by rules of its own; they go when it is given a shared policy. */
export async function setOwnPolicy(
  ctx: Context,
  input: OwnPolicyInput,
): Promise<RetentionPolicyDto> {
  requirePermission(ctx, "policies.write");
  const { instanceId, enforced, ...given } = OwnPolicyInput.parse(input);
  const rules = requireRules(given);
  const row = await writeAs(ctx, async (tx) => {
    const [instance] = await selectShownInstances(tx, {
      ids: [instanceId],
      accounts: ctx.accounts,
    });
    if (!instance) throw new NotFoundError("The instance");
    const before = await findOwnPolicy(tx, instanceId);
    if (before) return editPolicy(tx, ctx, { before, edit: { ...rules, enforced } });
    return addOwn(tx, ctx, { instance, rules, enforced });
  });
  const useOf = await readPolicyUse(ctx.runtime.db.read, ctx.accounts);
  return toRetentionPolicyDto(row, useOf(row));
}

async function addOwn(
  tx: Tx,
  ctx: Context,
  own: { instance: ShownInstance; rules: RetentionRules; enforced: boolean },
) {
  const { instance, rules, enforced } = own;
  const now = ctx.runtime.clock.now();
  const after = await insertPolicy(tx, {
    id: newId("pol", now, ctx.runtime.random),
    name: await ownPolicyName(tx, instance),
    instanceRef: instance.id,
    ...rules,
    enforced,
    changedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  await followPolicy(tx, { instanceRefs: [instance.id], policyId: after.id, now });
  await notePolicyChange(tx, ctx, { action: "policy.create", after });
  await emitEvent(ctx.runtime, tx, {
    type: "instance.changed",
    entityId: instance.id,
    accountRef: instance.accountRef,
  });
  return after;
}
