import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { requireLasting } from "../credentials/lasting-credential";
import { NotFoundError } from "../errors";
import { newId } from "../ids";
import { planLink } from "./plan-link";
import { resolveScheduleChoice } from "./resolve-schedule-choice";
import { findLink, findPlanTarget, findReachedBy, upsertLink } from "./schedule-links.repo";
import type { ScheduleRow } from "./schedule-row";
import type { InstanceScheduleChoice } from "./schemas";

/** Lets an instance follow a schedule from now on; inside the transaction that adds or edits it. */
export async function linkSchedule(
  tx: Tx,
  ctx: Context,
  { instanceRef, schedule: choice }: { instanceRef: string; schedule: InstanceScheduleChoice },
): Promise<ScheduleRow> {
  const target = await findPlanTarget(tx, instanceRef);
  if (!target) throw new NotFoundError("The instance");
  const schedule = await resolveScheduleChoice(tx, ctx, choice);
  const known = await findLink(tx, { instanceRef, scheduleId: schedule.id });
  if (known && known.deletedAt === null) return schedule;
  await requireLasting(tx, await findReachedBy(tx, instanceRef));
  const now = ctx.runtime.clock.now();
  const link = await upsertLink(tx, {
    id: newId("lnk", now, ctx.runtime.random),
    scheduleId: schedule.id,
    instanceRef,
    pausedAt: target.paused ? now : null,
    createdAt: now,
  });
  await planLink(tx, ctx, { link, schedule, target });
  return schedule;
}
