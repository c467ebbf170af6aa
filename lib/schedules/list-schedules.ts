import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { ScheduleDto } from "./dto";
import { listExclusions } from "./exclusion-windows.repo";
import { countInstances, countSchedules, listSchedulePage } from "./schedules.repo";
import { ListSchedulesQuery, type ListSchedulesInput } from "./schemas";
import { toScheduleDto } from "./to-schedule-dto";

/** By name. */
export async function listSchedules(
  ctx: Context,
  input: ListSchedulesInput = {},
): Promise<Page<ScheduleDto>> {
  requirePermission(ctx, "schedules.read");
  const { search, cursor, limit } = ListSchedulesQuery.parse(input);
  const { db, clock } = ctx.runtime;
  const rows = await listSchedulePage(db.read, { search, cursor: decodeCursor(cursor), limit });
  const counts = await countInstances(db.read, {
    scheduleIds: rows.map(({ id }) => id),
    accounts: ctx.accounts,
  });
  const windows = await listExclusions(db.read);
  const now = clock.now();
  return toPage({
    rows,
    limit,
    total: await countSchedules(db.read, search),
    cursorOf: ({ name, id }) => [name, id] as const,
    toItem: (row) => toScheduleDto(row, { now, instanceCount: counts.get(row.id) ?? 0, windows }),
  });
}
