import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { decodeCursor, toPage } from "../paging";
import type { PlanDetailDto } from "./dto";
import { countItems, listModes, pageItems } from "./items.repo";
import { findScopedPlan } from "./plan-scope.repo";
import { GetPlanQuery, PlanId, type GetPlanInput } from "./schemas";
import { showPlans } from "./show-plans";
import { showItems } from "./shown-items.repo";
import { countSources } from "./sources.repo";
import { toPlanItemDto } from "./to-plan-dto";

/** A plan with a page of its items. */
export async function getPlan(
  ctx: Context,
  { planId, ...input }: GetPlanInput,
): Promise<PlanDetailDto> {
  requirePermission(ctx, "plans.read");
  const { read } = ctx.runtime.db;
  const id = PlanId.parse(planId);
  const query = GetPlanQuery.parse(input);
  const plan = await findScopedPlan(read, { planId: id, accounts: ctx.accounts });
  if (!plan) throw new NotFoundError("The plan");
  const owner = { list: "plan-items", of: id } as const;
  const rows = await pageItems(read, {
    planId: id,
    accounts: ctx.accounts,
    statuses: query.status,
    afterId: decodeCursor(owner, query.cursor)?.[1] ?? null,
    limit: query.limit + 1,
  });
  const page = toPage({
    owner,
    rows,
    limit: query.limit,
    total: null,
    cursorOf: (item) => [null, item.id],
    toItem: (item) => item,
  });
  const [dto] = await showPlans(read, { rows: [plan], accounts: ctx.accounts });
  if (!dto) throw new NotFoundError("The plan");
  const shown = await showItems(read, page.items);
  const instances = await countSources(read, id, ctx.accounts);
  return {
    ...dto,
    instances: instances.of === 0 ? null : instances,
    counts: await countItems(read, id, ctx.accounts),
    modes: await listModes(read, id, ctx.accounts),
    items: shown.map(toPlanItemDto),
    nextCursor: page.nextCursor,
  };
}
