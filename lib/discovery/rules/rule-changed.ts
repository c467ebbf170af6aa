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
  // For whoever saw it before alone it is gone.
  if (before && !isSameScope(before, row)) await ruleChanged(tx, ctx, before);
}

/** Told to those who see the rule: all of its accounts, and everybody where it is for every account. */
export async function ruleChanged(tx: Tx, ctx: Context, { id, accountRefs }: RuleRow) {
  const about = accountRefs === null ? {} : { accountRefs };
  await emitEvent(ctx.runtime, tx, {
    type: "rule.changed",
    entityId: id,
    accountRef: null,
    ...about,
  });
}

function isSameScope(one: RuleRow, other: RuleRow): boolean {
  return JSON.stringify(one.accountRefs) === JSON.stringify(other.accountRefs);
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
