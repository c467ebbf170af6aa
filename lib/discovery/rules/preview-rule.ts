import { requirePermission } from "../../auth/require-permission";
import type { Context } from "../../context";
import { listDiscoveredByIds } from "../list-discovered";
import type { RulePreviewDto } from "./dto";
import { listMatchIds, sumMatches } from "./match.repo";
import { PreviewRuleInput } from "./schemas";

const SHOWN_MAX = 12;

/** What a rule would match, among what the last looks showed. */
export async function previewRule(ctx: Context, input: PreviewRuleInput): Promise<RulePreviewDto> {
  requirePermission(ctx, "instances.read");
  const rule = PreviewRuleInput.parse(input);
  const { read } = ctx.runtime.db;
  const of = { rule, scope: ctx.accounts };
  const sums = await sumMatches(read, of);
  const ids = await listMatchIds(read, { ...of, limit: SHOWN_MAX });
  const shown = await listDiscoveredByIds(ctx, ids);
  return {
    ...sums,
    leftAlone: sums.matches - sums.toProtect - sums.protected,
    items: shown.map((one) => ({
      discoveredId: one.id,
      accountId: one.accountId,
      region: one.region,
      instanceId: one.instanceId,
      name: one.name,
      state: one.state,
      status: one.status,
      wasRemoved: one.wasRemoved,
    })),
  };
}
