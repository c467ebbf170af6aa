import type { Context } from "../context";
import type { ScheduleDto } from "./dto";
import { listExclusions } from "./exclusion-windows.repo";
import { listNextDues } from "./list-schedules.repo";
import type { ScheduleRow } from "./schedule-row";
import { countInstances } from "./schedules.repo";
import { toScheduleDto } from "./to-schedule-dto";

/** Rows with what else a person is shown of them. */
export async function readScheduleDtos(
  ctx: Context,
  rows: readonly ScheduleRow[],
): Promise<ReadonlyMap<string, ScheduleDto>> {
  const { read } = ctx.runtime.db;
  const scheduleIds = rows.map(({ id }) => id);
  const of = { scheduleIds, accounts: ctx.accounts };
  const counts = await countInstances(read, of);
  const dues = await listNextDues(read, of);
  const windows = await listExclusions(read);
  const now = ctx.runtime.clock.now();
  return new Map(
    rows.map((row) => {
      const { id } = row;
      const { all, byAws } = counts.get(id) ?? { all: 0, byAws: 0 };
      const facts = {
        instanceCount: all,
        awsInstanceCount: byAws,
        nextDueAt: dues.get(id) ?? null,
      };
      return [id, toScheduleDto(row, { now, windows, ...facts })];
    }),
  );
}

export async function readScheduleDto(ctx: Context, row: ScheduleRow): Promise<ScheduleDto> {
  const dto = (await readScheduleDtos(ctx, [row])).get(row.id);
  if (!dto) throw new Error("Each row has its DTO.");
  return dto;
}
