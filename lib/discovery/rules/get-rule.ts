import { requirePermission } from "../../auth/require-permission";
import type { Context } from "../../context";
import type { RuleDto } from "./dto";
import { requireRule } from "./require-rule";
import { RuleRef } from "./schemas";
import { toRuleDto } from "./to-rule-dto";

export async function getRule(ctx: Context, input: RuleRef): Promise<RuleDto> {
  requirePermission(ctx, "instances.read");
  const { ruleId } = RuleRef.parse(input);
  const { read } = ctx.runtime.db;
  return toRuleDto(ctx, await requireRule(read, ctx, ruleId));
}
