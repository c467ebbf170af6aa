import type { Context } from "#lib/context";
import { listSchedules } from "#lib/schedules/list-schedules";
import type { NamedSchedule } from "../../../_components/schedule/schedule-choice.pure";

/** What can be chosen by name: not those that were made for a text alone. */
export async function listNamedSchedules(ctx: Context): Promise<NamedSchedule[]> {
  const { items } = await listSchedules(ctx, { limit: 200 });
  return items
    .filter((schedule) => !schedule.autoNamed || schedule.isDefault)
    .map(({ id, name, words, cron, zone, isDefault }) => ({
      id,
      name,
      words,
      cron,
      zone,
      isDefault,
    }));
}
