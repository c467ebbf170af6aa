import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import type { ScheduleDto } from "./dto";
import { readScheduleDto } from "./read-schedule-dto";
import { findSchedule } from "./schedules.repo";
import { ScheduleRef } from "./schemas";

export async function getSchedule(ctx: Context, input: ScheduleRef): Promise<ScheduleDto> {
  requirePermission(ctx, "schedules.read");
  const { scheduleId } = ScheduleRef.parse(input);
  const row = await findSchedule(ctx.runtime.db.read, scheduleId);
  if (!row) throw new NotFoundError("The schedule");
  return readScheduleDto(ctx, row);
}
