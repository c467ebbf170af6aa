import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { linkSchedule } from "#lib/schedules/link-schedule";
import { resolveScheduleChoice } from "#lib/schedules/resolve-schedule-choice";
import { listInstanceLinks, refreshDueMoments } from "#lib/schedules/schedule-links.repo";
import type { InstanceScheduleChoice } from "#lib/schedules/schemas";
import { unlink } from "#lib/schedules/unlink";

interface Choices {
  schedule?: "none" | InstanceScheduleChoice | undefined;
  schedules?: InstanceScheduleChoice[] | undefined;
}

/** The wanted schedules as a list; undefined where none of the two fields was given. */
export function toChoices({ schedule, schedules }: Choices): InstanceScheduleChoice[] | undefined {
  if (schedules !== undefined) return schedules;
  if (schedule === undefined) return undefined;
  return schedule === "none" ? [] : [schedule];
}

/** Follows these schedules and no others; a link that stays is not touched. */
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
