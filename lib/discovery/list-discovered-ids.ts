import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { listDiscoveredRows } from "./list.repo";
import { DiscoveredFilter } from "./schemas";

const IDS_MAX = 10_000;

/** All that a filter finds, for what is done to all of them. */
export async function listDiscoveredIds(
  ctx: Context,
  input: DiscoveredFilter,
): Promise<{ ids: string[] }> {
  requirePermission(ctx, "instances.read");
  const filter = { ...DiscoveredFilter.parse(input), accounts: ctx.accounts };
  const options = { ...filter, limit: IDS_MAX, after: null };
  const rows = await listDiscoveredRows(ctx.runtime.db.read, options);
  return { ids: rows.map(({ row }) => row.id) };
}
