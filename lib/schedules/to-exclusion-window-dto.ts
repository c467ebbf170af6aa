import { MINUTE, toIso, toIsoOrNull } from "../clock";
import { describeExclusion } from "./describe-exclusion.pure";
import type { ExclusionWindowDto } from "./exclusion-dto";
import { findExclusion, nextExclusion } from "./exclusion.pure";
import { findPreset } from "./preset.pure";
import type { ExclusionWindowRow } from "./schedule-row";
import { toPresetDto } from "./to-schedule-dto";

export function toExclusionWindowDto(
  { window, scheduleName }: { window: ExclusionWindowRow; scheduleName: string | null },
  now: number,
): ExclusionWindowDto {
  const { id, name, scheduleId, cron, zone, startsAt, durationMs } = window;
  const present = findExclusion({ windows: [window], at: now });
  const next = nextExclusion({ windows: [window], after: now, before: Infinity });
  const shown = (present ?? next)?.startsAt ?? null;
  return {
    id,
    name,
    scheduleId,
    scheduleName: scheduleId === null ? null : scheduleName,
    cron,
    preset: toPresetDto(cron === null ? null : findPreset(cron)),
    zone,
    startsAt: toIsoOrNull(startsAt),
    durationMinutes: durationMs / MINUTE,
    words: describeExclusion(window),
    state: present ? "active" : next ? "ahead" : "over",
    beginsAt: toIsoOrNull(shown),
    endsAt: shown === null ? null : toIso(shown + durationMs),
    createdAt: toIso(window.createdAt),
    updatedAt: toIso(window.updatedAt),
  };
}

/** What the audit log says of a window, before and after. */
export function toAuditedWindow(row: ExclusionWindowRow): Record<string, unknown> {
  const { name, scheduleId, cron, zone, startsAt, durationMs } = row;
  return { name, scheduleId, cron, zone, startsAt: toIsoOrNull(startsAt), durationMs };
}
