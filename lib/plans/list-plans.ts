import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { PlanDto } from "./dto";
import { selectPlans } from "./plan-scope.repo";
import { ListPlansQuery, type ListPlansInput } from "./schemas";
import { toPlanDto } from "./to-plan-dto";

const OWNER = { list: "plans" } as const;

/** Newest first. */
export async function listPlans(ctx: Context, input: ListPlansInput = {}): Promise<Page<PlanDto>> {
  requirePermission(ctx, "plans.read");
  const query = ListPlansQuery.parse(input);
  const rows = await selectPlans(ctx.runtime.db.read, {
    accounts: ctx.accounts,
    statuses: query.status,
    kind: query.kind,
    cursor: decodeCursor(OWNER, query.cursor),
    limit: query.limit + 1,
  });
  return toPage({
    owner: OWNER,
    rows,
    limit: query.limit,
    total: null,
    cursorOf: (plan) => [plan.createdAt, plan.id],
    toItem: toPlanDto,
  });
}
