import type { Context } from "../context";
import type { ScheduleDto } from "./dto";
import { getSchedule } from "./get-schedule";
import { requireDefaultSchedule } from "./default-schedule";

export async function getDefaultSchedule(ctx: Context): Promise<ScheduleDto> {
  const row = await requireDefaultSchedule(ctx.runtime.db.read);
  return getSchedule(ctx, { scheduleId: row.id });
}
