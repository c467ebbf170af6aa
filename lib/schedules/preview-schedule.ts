import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { SchedulePreviewDto } from "./dto";
import { listExclusions } from "./exclusion-windows.repo";
import { windowsOf } from "./exclusion.pure";
import { startWindowMs } from "./expected-interval.pure";
import { requireDefaultSchedule } from "./default-schedule";
import { requireSchedule } from "./schedule-error";
import { PreviewScheduleInput } from "./schemas";
import { toPreviewDto } from "./to-schedule-dto";

/** What a schedule would mean, in words and as its next ten runs; nonsense is refused with why. */
export async function previewSchedule(
  ctx: Context,
  input: PreviewScheduleInput,
): Promise<SchedulePreviewDto> {
  requirePermission(ctx, "schedules.read");
  const { schedule: spec, zone, scheduleId } = PreviewScheduleInput.parse(input);
  const { clock, db } = ctx.runtime;
  const schedule = requireSchedule({
    spec,
    zone: zone ?? (await requireDefaultSchedule(db.read)).zone,
  });
  return toPreviewDto(schedule, {
    now: clock.now(),
    startWindowMs: startWindowMs(schedule),
    windows: windowsOf(await listExclusions(db.read), scheduleId ?? null),
  });
}
