import type { ScheduleDto } from "#lib/schedules/dto";

const NAME_LENGTH_MAX = 100;

/** What a form for a new schedule starts with: the model's time, and a name that is to be given. */
export function toNew({ cron, zone }: ScheduleDto) {
  return { name: "", cron, zone, startWindow: "", spread: "" };
}

/** A copy of one that exists; nothing follows it yet. */
export function toCopy(model: ScheduleDto) {
  const { cron, zone, startWindowMinutes, spreadMinutes } = model;
  return {
    name: `Copy of ${model.name}`.slice(0, NAME_LENGTH_MAX),
    cron,
    zone,
    startWindow: String(startWindowMinutes),
    spread: spreadMinutes === 0 ? "" : String(spreadMinutes),
  };
}
