import type { Context } from "#lib/context";
import type { ScheduleDto } from "#lib/schedules/dto";
import { getSchedule } from "#lib/schedules/get-schedule";
import { listSchedules } from "#lib/schedules/list-schedules";
import { orNotFound } from "#lib/web/session";

const OPTIONS_MAX = 200;

/** Schedules to choose from by name; the one that is chosen already is there however many there are. */
export async function listScheduleOptions(
  ctx: Context,
  chosen: string | null,
): Promise<ScheduleDto[]> {
  const { items } = await listSchedules(ctx, { limit: OPTIONS_MAX });
  if (chosen === null || items.some(({ id }) => id === chosen)) return items;
  return [await orNotFound(getSchedule(ctx, { scheduleId: chosen })), ...items];
}
