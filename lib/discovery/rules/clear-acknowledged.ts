import type { Context } from "../../context";
import { forgetFall, isFallSettled } from "./rule-alerts";
import { ruleChanged } from "./rule-changed";
import { findRule, listFellRules, patchRule } from "./rules.repo";

/** A person who acknowledges a fall means it: what matches now is what the next look compares with. */
export async function clearAcknowledged(ctx: Context): Promise<void> {
  const { db } = ctx.runtime;
  for (const { id } of await listFellRules(db.read)) {
    await db.write(async (tx) => {
      const rule = await findRule(tx, id);
      if (!rule || rule.fellAt === null || !(await isFallSettled(tx, rule))) return;
      await patchRule(tx, id, { fellFrom: null, fellAt: null });
      await forgetFall(tx, ctx, { rule, reason: "A person acknowledged it." });
      await ruleChanged(tx, ctx, rule);
    });
  }
}
