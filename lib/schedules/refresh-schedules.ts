import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { systemContext, type Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { toScheduleCheckDto } from "./check-schedules";
import type { ScheduleCheckDto } from "./dto";
import { findDifferences } from "./find-differences";
import { realignLinks } from "./realign-links";
import { repairLinks } from "./repair-clock";
import { requireSeesFollowers } from "./require-sees-followers";
import { reviveLinks } from "./revive-links";

const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Plans anew the links that differ from their schedules, as the tick would in time. What is due
 * stays due, and what has run is not run again.
 */
export async function refreshSchedules(ctx: Context): Promise<ScheduleCheckDto> {
  requirePermission(ctx, "schedules.write");
  const { db, clock } = ctx.runtime;
  await requireSeesFollowers(db.read, ctx, null);
  const before = await findDifferences(ctx);
  if (before.size > 0) {
    const job = systemContext(ctx.runtime, "schedules.refresh", ctx.requestId);
    for (const { scheduleId, stale } of before.values()) {
      if (stale > 0) await realignLinks(job, { scheduleId, writesMax: ALL });
    }
    await repairLinks(job, clock.now());
    await reviveLinks(job);
  }
  const after = before.size > 0 ? await findDifferences(ctx) : before;
  const checked = await toScheduleCheckDto(ctx, { before, after });
  await db.write(async (tx) => {
    await recordAudit(tx, ctx, {
      action: "schedules.refresh",
      targetType: "schedule",
      targetId: null,
      after: { differing: checked.differing.map(({ id, repaired }) => ({ id, repaired })) },
    });
    for (const { id } of checked.differing) {
      await emitEvent(ctx.runtime, tx, {
        type: "schedule.changed",
        entityId: id,
        accountRef: null,
        data: {},
      });
    }
  });
  return checked;
}
