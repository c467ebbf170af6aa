import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage, type Page } from "#lib/paging";
import type { InstanceDto } from "./dto";
import { listInstanceSchedules } from "./instance.repo";
import { countInstanceRows, listInstanceRows } from "./list-instances.repo";
import { ListInstancesInput, orderOf } from "./schemas";
import { toInstanceDto } from "./to-instance-dto";

export async function listInstances(
  ctx: Context,
  input: ListInstancesInput = {},
): Promise<Page<InstanceDto>> {
  requirePermission(ctx, "instances.read");
  const query = {
    ...ListInstancesInput.parse(input),
    accounts: ctx.accounts,
    now: ctx.runtime.clock.now(),
  };
  const owner = { list: "instances", of: orderOf(query) } as const;
  const { read } = ctx.runtime.db;
  const rows = await listInstanceRows(read, query, decodeCursor(owner, query.cursor));
  const links = await listInstanceSchedules(
    read,
    rows.map(({ instance }) => instance.id),
  );
  return toPage({
    owner,
    rows,
    limit: query.limit,
    total: await countInstanceRows(read, query),
    cursorOf: (row) => [row.sortKey, row.instance.id],
    toItem: (row) => toInstanceDto(row, links),
  });
}
