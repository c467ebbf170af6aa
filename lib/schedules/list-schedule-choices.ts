import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { describeSchedule } from "./describe-schedule.pure";
import type { ScheduleChoiceDto } from "./dto";
import { selectScheduleChoices } from "./schedules.repo";

/** Every schedule there is by its name, however many: what a form lets choose from. */
export async function listScheduleChoices(ctx: Context): Promise<ScheduleChoiceDto[]> {
  requirePermission(ctx, "schedules.read");
  const rows = await selectScheduleChoices(ctx.runtime.db.read);
  return rows.map((row) => ({ ...row, words: describeSchedule(row) }));
}
