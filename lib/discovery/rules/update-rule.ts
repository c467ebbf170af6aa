import { roleMay } from "../../auth/permissions";
import { requirePermission } from "../../auth/require-permission";
import { writeAs } from "../../auth/write-as";
import type { Context } from "../../context";
import { ForbiddenError } from "../../errors";
import { lookAtMatches } from "./create-rule";
import type { RuleDto } from "./dto";
import { countMatches } from "./match.repo";
import { forgetFall, forgetTrouble } from "./rule-alerts";
import { noteRuleChange } from "./rule-changed";
import { patchRule, type RuleRow } from "./rules.repo";
import { requireFreeRuleName, requireGifts, requireMayDecide, requireRule } from "./require-rule";
import { RuleSchedules, UpdateRuleInput } from "./schemas";
import { sumOf } from "./sum-of.pure";
import { toRuleDto } from "./to-rule-dto";
import { widens } from "./widens.pure";

/** What it has protected stays as it is; from now on it protects by what is said here. */
export async function updateRule(ctx: Context, input: UpdateRuleInput): Promise<RuleDto> {
  requirePermission(ctx, "instances.write");
  const { ruleId, ...changes } = UpdateRuleInput.parse(input);
  const { clock } = ctx.runtime;
  const row = await writeAs(ctx, async (tx) => {
    const before = await requireRule(tx, ctx, ruleId);
    const given = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined),
    );
    const edited: RuleRow = { ...before, ...given };
    requireMayGive(ctx, { before, edited });
    requireMayDecide(ctx, before.accountRefs);
    requireMayDecide(ctx, edited.accountRefs);
    await requireFreeRuleName(tx, { name: edited.name, except: ruleId });
    await requireGifts(tx, { ...edited, schedules: RuleSchedules.parse(edited.schedules) });
    const counts = Object.fromEntries(await countMatches(tx, edited));
    const now = clock.now();
    const after: RuleRow = {
      ...edited,
      counts,
      matchCount: sumOf(counts),
      countedAt: now,
      fellFrom: null,
      fellAt: null,
      error: null,
      updatedAt: now,
    };
    const { id: _, ...set } = after;
    await patchRule(tx, ruleId, set);
    await forgetFall(tx, ctx, { rule: after, reason: "The rule was edited." });
    await forgetTrouble(tx, ctx, { rule: after, reason: "The rule was edited." });
    await noteRuleChange(tx, ctx, { action: "rule.update", before, after });
    return after;
  });
  await lookAtMatches(ctx, row);
  return toRuleDto(ctx, row);
}

/**
 * Another policy or none, and its policy for more: either changes how long is kept what the rule
 * protects.
 */
function requireMayGive(
  ctx: Context,
  { before, edited }: { before: RuleRow; edited: RuleRow },
): void {
  const { retentionPolicyId } = edited;
  if (retentionPolicyId !== before.retentionPolicyId) {
    return requirePermission(ctx, "policies.write");
  }
  if (retentionPolicyId === null || !widens(before, edited)) return;
  const { actor } = ctx;
  if ((actor.type === "user" || actor.type === "token") && !roleMay(actor.role, "policies.write")) {
    throw new ForbiddenError(
      "The rule gives a retention policy: an administrator lets it take more.",
      { suggestion: "You may narrow it, turn it off, and change its schedules." },
    );
  }
  requirePermission(ctx, "policies.write");
}
