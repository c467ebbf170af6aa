import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { DiscoveredHandle } from "./dto";
import { listDiscoveredHandles } from "./list.repo";
import { ListDiscoveredIdsQuery, type ListDiscoveredInput } from "./schemas";

const OWNER = { list: "discovery-ids" } as const;

/**
 * What `listDiscovered` lists, by ids and names alone and in the order of the ids, for acts on all
 * that match: a name that changes meanwhile takes no row over a cursor.
 */
export async function listDiscoveredIds(
  ctx: Context,
  input: ListDiscoveredInput = {},
): Promise<Page<DiscoveredHandle>> {
  requirePermission(ctx, "instances.read");
  const { cursor, limit, ...filter } = ListDiscoveredIdsQuery.parse(input);
  const rows = await listDiscoveredHandles(ctx.runtime.db.read, {
    ...filter,
    accounts: ctx.accounts,
    limit: limit + 1,
    afterId: decodeCursor(OWNER, cursor)?.[1] ?? null,
  });
  return toPage({
    owner: OWNER,
    rows,
    limit,
    total: null,
    cursorOf: (row) => [null, row.id],
    toItem: ({ id, name, instanceId }) => ({ id, label: name || instanceId }),
  });
}
