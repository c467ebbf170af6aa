import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { emitEvent } from "../../events/emit-event";
import type { RuleRow } from "./rules.repo";

/** The audit entry and the event of a change by a person. */
export async function noteRuleChange(
  tx: Tx,
  ctx: Context,
  change: { action: `rule.${string}`; before?: RuleRow; after?: RuleRow },
): Promise<void> {
  const { action, before, after } = change;
  const row = after ?? before;
  if (!row) return;
  await recordAudit(tx, ctx, {
    action,
    targetType: "rule",
    targetId: row.id,
    ...(before ? { before: toAudited(before) } : {}),
    ...(after ? { after: toAudited(after) } : {}),
  });
  await ruleChanged(tx, ctx, row);
}

/** A rule of one account is told to those who see it; of several or all, everyone hears its id, no more. */
export async function ruleChanged(tx: Tx, ctx: Context, { id, accountRefs }: RuleRow) {
  const [only] = accountRefs ?? [];
  const accountRef = accountRefs?.length === 1 && only !== undefined ? only : null;
  await emitEvent(ctx.runtime, tx, { type: "rule.changed", entityId: id, accountRef });
}

function toAudited(row: RuleRow): Record<string, unknown> {
  const { name, enabled, conditions, accountRefs, regions, schedules } = row;
  const { retentionPolicyId, rebootOnBackup } = row;
  return {
    name,
    enabled,
    conditions,
    accountRefs,
    regions,
    schedules,
    retentionPolicyId,
    rebootOnBackup,
  };
}
