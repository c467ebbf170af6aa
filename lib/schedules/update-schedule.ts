import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { systemContext, type Context } from "../context";
import { NotFoundError } from "../errors";
import { advanceDueLinks } from "./advance-due-links";
import type { ScheduleDto } from "./dto";
import { editSchedule } from "./edit-schedule";
import { readScheduleDto } from "./read-schedule-dto";
import { realignLinks } from "./realign-links";
import { requireSeesFollowers } from "./require-sees-followers";
import type { ScheduleRow } from "./schedule-row";
import { findSchedule } from "./schedules.repo";
import { UpdateScheduleInput } from "./schemas";

/** Moves the next run of every instance that follows it; what is due already stays due. */
export async function updateSchedule(
  ctx: Context,
  input: UpdateScheduleInput,
): Promise<ScheduleDto> {
  requirePermission(ctx, "schedules.write");
  const changes = UpdateScheduleInput.parse(input);
  const { db } = ctx.runtime;
  const before = await findSchedule(db.read, changes.scheduleId);
  if (!before) throw new NotFoundError("The schedule");
  if (before.isDefault) {
    requirePermission(ctx, "settings.write");
    requireEveryAccount(ctx, "The default schedule is");
  }
  const after = await aroundEdit(ctx, before.id, () =>
    writeAs(ctx, async (tx) => {
      await requireSeesFollowers(tx, ctx, before.id);
      return editSchedule(tx, ctx, changes);
    }),
  );
  return readScheduleDto(ctx, after);
}

const ALL = Number.MAX_SAFE_INTEGER;

/** What is due by the old text is handled by it first; afterwards every link is planned anew. */
export async function aroundEdit(
  ctx: Context,
  scheduleId: string,
  edit: () => Promise<ScheduleRow>,
): Promise<ScheduleRow> {
  const job = systemContext(ctx.runtime, "schedule.update", ctx.requestId);
  await advanceDueLinks(job, { scheduleId, writesMax: ALL });
  const edited = await edit();
  if (!edited.aligned) await realignLinks(job, { scheduleId, writesMax: ALL });
  return edited;
}
