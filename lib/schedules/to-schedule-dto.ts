import { MINUTE, toIso } from "../clock";
import { describeSchedule } from "./describe-schedule.pure";
import type { ScheduleDto, SchedulePreviewDto } from "./dto";
import { nextRuns } from "./next-runs.pure";
import { findPreset, type SchedulePreset } from "./preset.pure";
import type { ScheduleRow } from "./schedule-row";
import type { Schedule } from "./schedule-spec.pure";

const NEXT_RUNS = 10;

export function toScheduleDto(
  row: ScheduleRow,
  { now, instanceCount }: { now: number; instanceCount: number },
): ScheduleDto {
  const { id, name, cron, zone, enabled, isDefault, autoNamed } = row;
  return {
    id,
    name,
    cron,
    zone,
    preset: toPresetDto(findPreset(cron)),
    words: describeSchedule(row),
    enabled,
    startWindowMinutes: row.startWindowMs / MINUTE,
    nextRuns: enabled ? readNextRuns(row, now) : [],
    instanceCount,
    isDefault,
    autoNamed,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What is not stored yet. */
export function toPreviewDto(
  schedule: Schedule,
  { now, startWindowMs }: { now: number; startWindowMs: number },
): SchedulePreviewDto {
  const { cron, zone } = schedule;
  return {
    cron,
    zone,
    preset: toPresetDto(findPreset(cron)),
    words: describeSchedule(schedule),
    startWindowMinutes: startWindowMs / MINUTE,
    nextRuns: readNextRuns(schedule, now),
  };
}

/** None where the stored text cannot be read: a page must still open. */
function readNextRuns(schedule: Schedule, now: number): string[] {
  try {
    return nextRuns({ schedule, after: now, count: NEXT_RUNS }).map(toIso);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function toPresetDto(preset: SchedulePreset | null): ScheduleDto["preset"] {
  if (preset === null || preset.kind !== "weekly") return preset;
  return { ...preset, days: [...preset.days] };
}
