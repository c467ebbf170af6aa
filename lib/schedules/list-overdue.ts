import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { OverdueDto } from "./dto";
import { listOverdueRows } from "./next-runs.repo";
import { ListOverdueQuery, type ListOverdueInput } from "./schemas";

const OWNER = { list: "overdue" } as const;

/** Instances whose run is past its grace without a good ending, longest first. */
export async function listOverdue(
  ctx: Context,
  input: ListOverdueInput = {},
): Promise<Page<OverdueDto>> {
  requirePermission(ctx, "instances.read");
  const { cursor, limit } = ListOverdueQuery.parse(input);
  const rows = await listOverdueRows(ctx.runtime.db.read, {
    accounts: ctx.accounts,
    cursor: decodeCursor(OWNER, cursor),
    limit,
  });
  return toPage({
    owner: OWNER,
    rows,
    limit,
    total: null,
    cursorOf: ({ overdueSinceAt, instance }) => [overdueSinceAt, instance.id] as const,
    toItem: ({ overdueSinceAt, instance }) => ({
      overdueSinceAt: toIso(overdueSinceAt ?? 0),
      instance,
    }),
  });
}
