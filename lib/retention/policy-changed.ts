import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { findPolicyAccount } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";
import { toAuditedPolicy } from "./to-retention-policy-dto";

/** The audit entry and the event of a change; those of an own policy are for who sees its instance. */
export async function notePolicyChange(
  tx: Tx,
  ctx: Context,
  change: {
    action: "policy.create" | "policy.update" | "policy.delete";
    before?: RetentionPolicyRow;
    after?: RetentionPolicyRow;
  },
): Promise<void> {
  const { action, before, after } = change;
  const policy = after ?? before;
  if (!policy) return;
  const accountRef = await findPolicyAccount(tx, policy);
  await recordAudit(tx, ctx, {
    action,
    targetType: "policy",
    targetId: policy.id,
    accountRef,
    ...(before ? { before: toAuditedPolicy(before) } : {}),
    ...(after ? { after: toAuditedPolicy(after) } : {}),
  });
  await emitEvent(ctx.runtime, tx, {
    type: "policy.changed",
    entityId: policy.id,
    accountRef,
  });
}
