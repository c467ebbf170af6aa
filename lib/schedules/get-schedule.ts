import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import type { ScheduleDto } from "./dto";
import { listExclusions } from "./exclusion-windows.repo";
import { countInstances, findSchedule } from "./schedules.repo";
import { ScheduleRef } from "./schemas";
import { toScheduleDto } from "./to-schedule-dto";

export async function getSchedule(ctx: Context, input: ScheduleRef): Promise<ScheduleDto> {
  requirePermission(ctx, "schedules.read");
  const { scheduleId } = ScheduleRef.parse(input);
  const { db, clock } = ctx.runtime;
  const row = await findSchedule(db.read, scheduleId);
  if (!row) throw new NotFoundError("The schedule");
  const counts = await countInstances(db.read, {
    scheduleIds: [scheduleId],
    accounts: ctx.accounts,
  });
  return toScheduleDto(row, {
    now: clock.now(),
    instanceCount: counts.get(scheduleId) ?? 0,
    windows: await listExclusions(db.read),
  });
}
