import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { nameRule } from "../discovery/rules/require-rule";
import { listRulesGiving } from "../discovery/rules/rules.repo";
import { ConflictError, NotFoundError } from "../errors";
import { toFollowersText } from "../instances/followers-text.pure";
import { toAuditedSchedule } from "./audited-schedule";
import { emitScheduleChanged } from "./create-schedule";
import { deleteWindowsOf } from "./exclusion-windows.repo";
import { hasHiddenFollowers } from "./hidden-followers.repo";
import type { ScheduleRow } from "./schedule-row";
import { countFollowers, findSchedule, listFollowers, patchSchedule } from "./schedules.repo";
import { ScheduleRef } from "./schemas";

const NAMED_MAX = 5;

/** Refused while instances follow it: they would silently be backed up no more. */
export async function deleteSchedule(ctx: Context, input: ScheduleRef): Promise<void> {
  requirePermission(ctx, "schedules.write");
  const { scheduleId } = ScheduleRef.parse(input);
  await writeAs(ctx, async (tx) => {
    const schedule = await findSchedule(tx, scheduleId);
    if (!schedule) throw new NotFoundError("The schedule");
    await requireUnused(tx, ctx, schedule);
    const now = ctx.runtime.clock.now();
    await patchSchedule(tx, scheduleId, { deletedAt: now, updatedAt: now });
    const windows = await deleteWindowsOf(tx, { scheduleIds: [scheduleId], now });
    await recordAudit(tx, ctx, {
      action: "schedule.delete",
      targetType: "schedule",
      targetId: scheduleId,
      before: {
        ...toAuditedSchedule(schedule),
        exclusionWindows: windows.map(({ name }) => name),
      },
    });
    await emitScheduleChanged(tx, ctx, schedule);
  });
}

async function requireUnused(tx: Tx, ctx: Context, schedule: ScheduleRow): Promise<void> {
  if (schedule.isDefault) {
    throw new ConflictError("The default schedule cannot be deleted.", {
      suggestion: "Edit it instead: the instances that follow the default move with it.",
      reason: "default_schedule",
    });
  }
  const [rule] = await listRulesGiving(tx, { scheduleId: schedule.id });
  if (rule !== undefined) {
    throw new ConflictError(`${nameRule(ctx, rule)} gives this schedule to what it protects.`, {
      suggestion: "Choose another schedule in the rule first.",
      reason: "schedule_in_use",
    });
  }
  const of = { scheduleId: schedule.id, accounts: ctx.accounts };
  const text = toFollowersText("schedule", {
    shown: await listFollowers(tx, { ...of, limit: NAMED_MAX }),
    count: await countFollowers(tx, of),
    hasHidden: await hasHiddenFollowers(tx, of),
  });
  if (text === null) return;
  throw new ConflictError(text, {
    suggestion: "Give them another schedule first; nothing would back them up otherwise.",
    reason: "schedule_in_use",
  });
}
