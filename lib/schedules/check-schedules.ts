import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import { listEventbridgePlaces } from "../eventbridge/get-place";
import type { ScheduleCheckDto } from "./dto";
import { countOf, findDifferences, type ScheduleDifference } from "./find-differences";
import { countSchedules } from "./list-schedules.repo";
import { readScheduleDtos } from "./read-schedule-dto";
import { countLinks } from "./schedule-differences.repo";
import { requireSeesFollowers } from "./require-sees-followers";
import { readSchedulerState } from "./scheduler-state";
import { findSchedule } from "./schedules.repo";

/** Whether every instance waits for the moment that its schedules have next; reads only. */
export async function checkSchedules(ctx: Context): Promise<ScheduleCheckDto> {
  requirePermission(ctx, "schedules.read");
  await requireSeesFollowers(ctx.runtime.db.read, ctx, null);
  return toScheduleCheckDto(ctx, { before: await findDifferences(ctx), after: null });
}

/** `after` is null where nothing was repaired. */
export async function toScheduleCheckDto(
  ctx: Context,
  differences: {
    before: ReadonlyMap<string, ScheduleDifference>;
    after: ReadonlyMap<string, ScheduleDifference> | null;
  },
): Promise<ScheduleCheckDto> {
  const { db, clock } = ctx.runtime;
  const { before, after } = differences;
  const rows = await Promise.all([...before.keys()].map((id) => findSchedule(db.read, id)));
  const dtos = await readScheduleDtos(
    ctx,
    rows.flatMap((row) => row ?? []),
  );
  const scheduler = await readSchedulerState(ctx.runtime);
  return {
    checkedAt: toIso(clock.now()),
    schedulerRunning: scheduler.running,
    scheduleCount: await countSchedules(db.read, { accounts: ctx.accounts }),
    linkCount: await countLinks(db.read),
    aws: await checkAws(ctx, { comparing: after !== null }),
    differing: [...before.values()].flatMap((difference) => {
      const schedule = dtos.get(difference.scheduleId);
      if (!schedule) return [];
      const { id, name, words, nextDueAt } = schedule;
      const { stale, late, resting } = difference;
      const left = after?.get(id);
      const repaired = after === null ? 0 : countOf(difference) - (left ? countOf(left) : 0);
      return [
        { id, name, words, nextDueAt, stale, late, resting, repaired: Math.max(0, repaired) },
      ];
    }),
  };
}

async function checkAws(
  ctx: Context,
  { comparing }: { comparing: boolean },
): Promise<ScheduleCheckDto["aws"]> {
  const places = await listEventbridgePlaces(ctx);
  const differing = places
    .filter(({ status }) => status === "attention")
    .map(({ id: placeId, changedCount: changed, failedCount: failed, ...place }) => {
      const { accountId, region, comparedAt } = place;
      return { placeId, accountId, region, changed, failed, comparedAt };
    });
  return { placeCount: places.length, differing, comparing: comparing && places.length > 0 };
}
