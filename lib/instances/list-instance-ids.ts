import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage, type Page } from "#lib/paging";
import type { InstanceHandleDto } from "./dto";
import { countInstanceRows, listInstanceHandles } from "./list-instances.repo";
import { ListInstanceIdsQuery } from "./schemas";

/** The same list as `listInstances`, by ids and names alone: for acts on all that match. */
export async function listInstanceIds(
  ctx: Context,
  input: ListInstanceIdsQuery = {},
): Promise<Page<InstanceHandleDto>> {
  requirePermission(ctx, "instances.read");
  const { runtime, accounts } = ctx;
  const query = { ...ListInstanceIdsQuery.parse(input), accounts, now: runtime.clock.now() };
  const { read } = runtime.db;
  return toPage({
    rows: await listInstanceHandles(read, query, decodeCursor(query.cursor)),
    limit: query.limit,
    total: await countInstanceRows(read, query),
    cursorOf: (row) => [row.sortKey, row.id],
    toItem: ({ id, name, instanceId }) => ({ id, label: name || instanceId }),
  });
}
