import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { linkSchedule } from "./link-schedule";
import { resolveScheduleChoice } from "./resolve-schedule-choice";
import { listInstanceLinks, refreshDueMoments } from "./schedule-links.repo";
import type { InstanceScheduleChoice } from "./schemas";
import { unlink } from "./unlink";

/**
 * Lets an instance follow these schedules and no others, in the transaction of the verb that adds
 * or edits it. What is due already stays due; a link that stays is not touched.
 */
export async function replaceSchedules(
  tx: Tx,
  ctx: Context,
  options: { instanceRef: string; choices: readonly InstanceScheduleChoice[] },
): Promise<void> {
  const { instanceRef, choices } = options;
  const wanted = new Set<string>();
  for (const choice of choices) wanted.add((await resolveScheduleChoice(tx, ctx, choice)).id);
  const links = await listInstanceLinks(tx, instanceRef);
  await unlink(
    tx,
    ctx,
    links.filter(({ link }) => !wanted.has(link.scheduleId)),
  );
  await refreshDueMoments(tx, { instanceRefs: [instanceRef] });
  for (const { link } of links) wanted.delete(link.scheduleId);
  for (const scheduleId of wanted) {
    await linkSchedule(tx, ctx, { instanceRef, schedule: { scheduleId } });
  }
}
