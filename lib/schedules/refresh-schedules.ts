import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { systemContext, type Context } from "../context";
import type { Tx } from "../db/tx";
import { comparePlaces } from "../eventbridge/compare-places";
import { emitEvent } from "../events/emit-event";
import { toScheduleCheckDto } from "./check-schedules";
import type { ScheduleCheckDto } from "./dto";
import { findDifferences, type ScheduleDifference } from "./find-differences";
import { realignLinks } from "./realign-links";
import { repairLinks } from "./repair-clock";
import { requireSeesFollowers } from "./require-sees-followers";
import { reviveLinks } from "./revive-links";

const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Plans anew the links that differ from their schedules, as the tick would in time. What is due
 * stays due, and what has run is not run again. What AWS has of ours is compared by its own job.
 */
export async function refreshSchedules(ctx: Context): Promise<ScheduleCheckDto> {
  requirePermission(ctx, "schedules.write");
  const { db, clock } = ctx.runtime;
  await requireSeesFollowers(db.read, ctx, null);
  const before = await findDifferences(ctx);
  // Before the repairs: a process that ends in the middle of them leaves who began it.
  await writeAs(ctx, (tx) => recordBeginning(tx, ctx, before));
  await comparePlaces(ctx);
  if (before.size === 0) return toScheduleCheckDto(ctx, { before, after: before });
  const job = systemContext(ctx.runtime, "schedules.refresh", ctx.requestId);
  for (const { scheduleId, stale } of before.values()) {
    if (stale > 0) await realignLinks(job, { scheduleId, writesMax: ALL });
  }
  await repairLinks(job, clock.now());
  await reviveLinks(job);
  const checked = await toScheduleCheckDto(ctx, { before, after: await findDifferences(ctx) });
  await db.write((tx) => tell(tx, ctx, checked));
  return checked;
}

async function recordBeginning(
  tx: Tx,
  ctx: Context,
  differing: ReadonlyMap<string, ScheduleDifference>,
): Promise<void> {
  await recordAudit(tx, ctx, {
    action: "schedules.refresh",
    targetType: "schedule",
    targetId: null,
    after: {
      differing: [...differing.values()].map(({ scheduleId: id, ...counts }) => ({
        id,
        ...counts,
      })),
    },
  });
}

/** What came of it, and pages that are open read again. */
async function tell(tx: Tx, ctx: Context, { differing }: ScheduleCheckDto): Promise<void> {
  await recordAudit(tx, ctx, {
    action: "schedules.refreshed",
    targetType: "schedule",
    targetId: null,
    after: { differing: differing.map(({ id, repaired }) => ({ id, repaired })) },
  });
  for (const { id } of differing) {
    await emitEvent(ctx.runtime, tx, {
      type: "schedule.changed",
      entityId: id,
      accountRef: null,
      data: {},
    });
  }
}
