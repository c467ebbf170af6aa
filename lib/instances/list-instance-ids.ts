import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage, type Page } from "#lib/paging";
import type { InstanceHandleDto } from "./dto";
import { countInstanceRows, listInstanceHandlesById } from "./list-instances.repo";
import { ListInstanceIdsQuery } from "./schemas";

const OWNER = { list: "instance-ids" } as const;

/**
 * What `listInstances` lists, by ids and names alone and in the order of the ids, for acts on all that
 * match: what the list is sorted by moves while it is read, and would take a row over a cursor.
 */
export async function listInstanceIds(
  ctx: Context,
  input: ListInstanceIdsQuery = {},
): Promise<Page<InstanceHandleDto>> {
  requirePermission(ctx, "instances.read");
  const { runtime, accounts } = ctx;
  const filters = ListInstanceIdsQuery.parse(input);
  const query = { ...filters, accounts, now: runtime.clock.now() };
  const { read } = runtime.db;
  return toPage({
    owner: OWNER,
    rows: await listInstanceHandlesById(
      read,
      query,
      decodeCursor(OWNER, query.cursor)?.[1] ?? null,
    ),
    limit: query.limit,
    total: await countInstanceRows(read, query),
    cursorOf: (row) => [null, row.id],
    toItem: ({ id, name, instanceId }) => ({ id, label: name || instanceId }),
  });
}
