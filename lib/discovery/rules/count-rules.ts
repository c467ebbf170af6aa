import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { placeKey, type Place } from "../place.pure";
import { listReachable } from "../runs.repo";
import { judgeFall } from "./judge-fall.pure";
import { countMatches } from "./match.repo";
import { forgetFall, raiseFall } from "./rule-alerts";
import { ruleChanged } from "./rule-changed";
import { listRuleRows, patchRule } from "./rules.repo";

/** After a run, in the write that closes it: what each rule matches now, and whether that fell. */
export async function countRules(tx: Tx, ctx: Context, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  const whole = new Set(places.map(placeKey));
  const reachable = new Set(await listReachable(tx, "all"));
  const isReachable = (place: string) => reachable.has(place.slice(0, place.indexOf("/")));
  for (const rule of await listRuleRows(tx)) {
    const look = { matches: await countMatches(tx, rule), whole, isReachable };
    const judged = judgeFall(rule, look);
    const now = ctx.runtime.clock.now();
    const hasFallen = rule.enabled && judged.fellFrom !== null;
    const fell = hasFallen
      ? { fellFrom: judged.fellFrom, fellAt: rule.fellAt ?? now }
      : { fellFrom: null, fellAt: null };
    await patchRule(tx, rule.id, {
      counts: judged.counts,
      matchCount: judged.matchCount,
      countedAt: now,
      ...fell,
    });
    if (hasFallen && judged.fellFrom !== null) {
      await raiseFall(tx, ctx, { rule, from: judged.fellFrom, to: judged.matchCount });
    } else if (rule.fellAt !== null) {
      await forgetFall(tx, ctx, { rule, reason: "It matches as many as before." });
    }
    await ruleChanged(tx, ctx, rule);
  }
}
