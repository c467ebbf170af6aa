import { MINUTE } from "#lib/clock";
import type { ExclusionWindowDto } from "#lib/schedules/exclusion-dto";
import type { ExclusionWindow } from "#lib/schedules/exclusion.pure";

/** As far as a preview of the next runs asks. */
export function toWindows(windows: readonly ExclusionWindowDto[]): ExclusionWindow[] {
  return windows.map(({ name, scheduleId, cron, zone, startsAt, durationMinutes }) => ({
    name,
    scheduleId,
    cron,
    zone,
    startsAt: startsAt === null ? null : Date.parse(startsAt),
    durationMs: durationMinutes * MINUTE,
  }));
}
