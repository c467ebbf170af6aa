import type { Context } from "#lib/context";
import { listScheduleChoices } from "#lib/schedules/list-schedule-choices";
import type { NamedSchedule } from "../../../_components/schedule/schedule-choice.pure";

/** What can be chosen by name: not those that were made for a text alone. */
export async function listNamedSchedules(ctx: Context): Promise<NamedSchedule[]> {
  const choices = await listScheduleChoices(ctx);
  return choices
    .filter((schedule) => !schedule.autoNamed || schedule.isDefault)
    .map(({ autoNamed: _autoNamed, ...named }) => named);
}
