import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { PlanDto } from "./dto";
import { selectPlans } from "./plan-scope.repo";
import { ListPlansQuery, type ListPlansInput } from "./schemas";
import { showPlans } from "./show-plans";

const OWNER = { list: "plans" } as const;

/** Newest first. */
export async function listPlans(ctx: Context, input: ListPlansInput = {}): Promise<Page<PlanDto>> {
  requirePermission(ctx, "plans.read");
  const query = ListPlansQuery.parse(input);
  const { read } = ctx.runtime.db;
  const rows = await selectPlans(read, {
    accounts: ctx.accounts,
    statuses: query.status,
    kind: query.kind,
    cursor: decodeCursor(OWNER, query.cursor),
    limit: query.limit + 1,
  });
  const page = toPage({
    owner: OWNER,
    rows,
    limit: query.limit,
    total: null,
    cursorOf: (plan) => [plan.createdAt, plan.id],
    toItem: (plan) => plan,
  });
  const items = await showPlans(read, { rows: page.items, accounts: ctx.accounts });
  return { ...page, items };
}
