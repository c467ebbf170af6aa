import { requirePermission } from "../../auth/require-permission";
import { writeAs } from "../../auth/write-as";
import type { Context } from "../../context";
import { forgetFall, forgetTrouble } from "./rule-alerts";
import { noteRuleChange } from "./rule-changed";
import { deleteRuleRow } from "./rules.repo";
import { requireMayDecide, requireRule } from "./require-rule";
import { RuleRef } from "./schemas";

/** What it has protected stays protected. */
export async function deleteRule(ctx: Context, input: RuleRef): Promise<void> {
  requirePermission(ctx, "instances.write");
  const { ruleId } = RuleRef.parse(input);
  await writeAs(ctx, async (tx) => {
    const before = await requireRule(tx, ctx, ruleId);
    requireMayDecide(ctx, before.accountRefs);
    await deleteRuleRow(tx, ruleId);
    await forgetFall(tx, ctx, { rule: before, reason: "The rule was deleted." });
    await forgetTrouble(tx, ctx, { rule: before, reason: "The rule was deleted." });
    await noteRuleChange(tx, ctx, { action: "rule.delete", before });
  });
}
