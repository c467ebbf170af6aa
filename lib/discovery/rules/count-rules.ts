import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { accountOf, placeKey, type Place } from "../place.pure";
import { listReachable } from "../runs.repo";
import { judgeFall, type Look } from "./judge-fall.pure";
import { countMatches } from "./match.repo";
import { forgetFall, raiseFall } from "./rule-alerts";
import { ruleChanged } from "./rule-changed";
import { findRule, listRuleRows, patchRule, type RuleRow } from "./rules.repo";

export interface CountedRule {
  rule: RuleRow;
  /** By place. */
  matches: ReadonlyMap<string, number>;
}

/** What each rule matches now; read before the write that judges it, so that nothing waits for it. */
export async function readMatches(ctx: Context): Promise<CountedRule[]> {
  const { read } = ctx.runtime.db;
  const counted: CountedRule[] = [];
  for (const rule of await listRuleRows(read)) {
    counted.push({ rule, matches: await countMatches(read, rule) });
  }
  return counted;
}

/** In the write that closes a run: whether a rule's matches fell in the places it read whole. */
export async function noteMatches(
  tx: Tx,
  ctx: Context,
  { counted, places }: { counted: readonly CountedRule[]; places: readonly Place[] },
): Promise<void> {
  if (places.length === 0) return;
  const whole = new Set(places.map(placeKey));
  const reachable = new Set(await listReachable(tx, "all"));
  const isReachable = (place: string) => reachable.has(accountOf(place));
  for (const { rule, matches } of counted) {
    const current = await findRule(tx, rule.id);
    // Somebody edited it in between: what it matches was counted with the edit.
    if (current === null || current.updatedAt !== rule.updatedAt) continue;
    await noteOne(tx, ctx, { rule: current, look: { matches, whole, isReachable } });
  }
}

async function noteOne(
  tx: Tx,
  ctx: Context,
  { rule, look }: { rule: RuleRow; look: Look },
): Promise<void> {
  const { counts, matchCount, fellFrom } = judgeFall(rule, look);
  const now = ctx.runtime.clock.now();
  const hasFallen = rule.enabled && fellFrom !== null;
  await patchRule(tx, rule.id, {
    counts,
    matchCount,
    countedAt: now,
    fellFrom: hasFallen ? fellFrom : null,
    fellAt: hasFallen ? (rule.fellAt ?? now) : null,
  });
  if (hasFallen) await raiseFall(tx, ctx, { rule, from: fellFrom, to: matchCount });
  else if (rule.fellAt !== null) {
    await forgetFall(tx, ctx, { rule, reason: "It matches as many as before." });
  }
  await ruleChanged(tx, ctx, rule);
}
