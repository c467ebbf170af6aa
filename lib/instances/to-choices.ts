import type { InstanceScheduleChoice } from "#lib/schedules/schemas";

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
