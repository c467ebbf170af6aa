import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { ScheduleDto } from "./dto";
import { countSchedules, listSchedulePage } from "./list-schedules.repo";
import { readScheduleDtos } from "./read-schedule-dto";
import { ListSchedulesQuery, type ListSchedulesInput } from "./schemas";

export async function listSchedules(
  ctx: Context,
  input: ListSchedulesInput = {},
): Promise<Page<ScheduleDto>> {
  requirePermission(ctx, "schedules.read");
  const { sort, cursor, limit, ...wanted } = ListSchedulesQuery.parse(input);
  const filter = { ...wanted, accounts: ctx.accounts };
  const owner = { list: "schedules", of: sort } as const;
  const { read } = ctx.runtime.db;
  const rows = await listSchedulePage(read, {
    filter,
    sort,
    cursor: decodeCursor(owner, cursor),
    limit,
  });
  const dtos = await readScheduleDtos(ctx, rows.slice(0, limit));
  const page = toPage({
    owner,
    rows,
    limit,
    total: await countSchedules(read, filter),
    cursorOf: ({ sortKey, id }) => [sortKey, id] as const,
    toItem: ({ id }) => dtos.get(id),
  });
  return { ...page, items: page.items.flatMap((item) => item ?? []) };
}
