import { recordAudit } from "../audit/record-audit";
import { requireAccount, requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { linkSchedule } from "./link-schedule";
import { resolveScheduleChoice } from "./resolve-schedule-choice";
import {
  findPlanTarget,
  listInstanceLinks,
  refreshDueMoments,
  type PlanTarget,
} from "./schedule-links.repo";
import type { ScheduleRow } from "./schedule-row";
import { SetInstanceSchedulesInput, type InstanceScheduleChoice } from "./schemas";
import { unlink } from "./unlink";

/** Replaces what an instance follows; what is due already stays due, what stays is not touched. */
export async function setInstanceSchedules(
  ctx: Context,
  input: SetInstanceSchedulesInput,
): Promise<void> {
  requirePermission(ctx, "schedules.write");
  const wanted = SetInstanceSchedulesInput.parse(input);
  await ctx.runtime.db.write(async (tx) => {
    const target = await findPlanTarget(tx, wanted.instanceId);
    if (!target || target.removedAt !== null) throw new NotFoundError("The instance");
    requireAccount(ctx, target.accountRef, "The instance");
    await replaceSchedules(tx, ctx, { target, choices: wanted.schedules });
  });
}

async function replaceSchedules(
  tx: Tx,
  ctx: Context,
  { target, choices }: { target: PlanTarget; choices: readonly InstanceScheduleChoice[] },
): Promise<void> {
  const before = await listInstanceLinks(tx, target.id);
  const wanted = new Map<string, ScheduleRow>();
  for (const choice of choices) {
    const schedule = await resolveScheduleChoice(tx, ctx, choice);
    wanted.set(schedule.id, schedule);
  }
  const ending = before.filter(({ schedule }) => !wanted.has(schedule.id));
  const starting = [...wanted.keys()].filter(
    (id) => !before.some(({ schedule }) => schedule.id === id),
  );
  if (ending.length === 0 && starting.length === 0) return;
  await unlink(tx, ctx, ending);
  await refreshDueMoments(tx, { instanceRefs: [target.id] });
  for (const scheduleId of starting) {
    await linkSchedule(tx, ctx, { instanceRef: target.id, schedule: { scheduleId } });
  }
  await recordAudit(tx, ctx, {
    action: "instance.schedule",
    targetType: "instance",
    targetId: target.id,
    accountRef: target.accountRef,
    before: { schedules: before.map(({ schedule }) => describe(schedule)) },
    after: { schedules: Array.from(wanted.values(), describe) },
  });
  await emitEvent(ctx.runtime, tx, {
    type: "instance.changed",
    entityId: target.id,
    accountRef: target.accountRef,
    data: {},
  });
}

function describe({ id, name, cron, zone }: ScheduleRow) {
  return { id, name, cron, zone };
}
