import { MINUTE, toIso, toIsoOrNull } from "../clock";
import { describeSchedule } from "./describe-schedule.pure";
import type { ScheduleDto, SchedulePreviewDto } from "./dto";
import { findExclusion, windowsOf, type ExclusionWindow } from "./exclusion.pure";
import { nextRuns } from "./next-runs.pure";
import { findPreset, type SchedulePreset } from "./preset.pure";
import type { ScheduleRow } from "./schedule-row";
import type { Schedule } from "./schedule-spec.pure";

const NEXT_RUNS = 10;

export interface ScheduleFacts {
  now: number;
  instanceCount: number;
  awsInstanceCount: number;
  nextDueAt: number | null;
  /** All there are. */
  windows: readonly ExclusionWindow[];
}

export function toScheduleDto(
  row: ScheduleRow,
  { now, instanceCount, awsInstanceCount, nextDueAt, windows }: ScheduleFacts,
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
    spreadMinutes: row.spreadMs / MINUTE,
    ...(enabled
      ? toRuns(row, { now, windows: windowsOf(windows, id) })
      : { nextRuns: [], skippedRuns: [] }),
    nextDueAt: toIsoOrNull(nextDueAt),
    instanceCount,
    awsInstanceCount,
    isDefault,
    autoNamed,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What is not stored yet. */
export function toPreviewDto(
  schedule: Schedule,
  facts: {
    now: number;
    startWindowMs: number;
    /** Those that would hold for it. */
    windows: readonly ExclusionWindow[];
  },
): SchedulePreviewDto {
  const { cron, zone } = schedule;
  return {
    cron,
    zone,
    preset: toPresetDto(findPreset(cron)),
    words: describeSchedule(schedule),
    startWindowMinutes: facts.startWindowMs / MINUTE,
    ...toRuns(schedule, facts),
  };
}

function toRuns(
  schedule: Schedule,
  { now, windows }: { now: number; windows: readonly ExclusionWindow[] },
): Pick<ScheduleDto, "nextRuns" | "skippedRuns"> {
  const runs = readNextRuns(schedule, now);
  const skipped = runs.flatMap((at) => {
    const exclusion = findExclusion({ windows, at });
    return exclusion ? [{ dueAt: toIso(at), window: exclusion.name }] : [];
  });
  return { nextRuns: runs.map(toIso), skippedRuns: skipped };
}

/** None where the stored text cannot be read: a page must still open. */
function readNextRuns(schedule: Schedule, now: number): number[] {
  try {
    return nextRuns({ schedule, after: now, count: NEXT_RUNS });
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

export function toPresetDto(preset: SchedulePreset | null): ScheduleDto["preset"] {
  if (preset === null || preset.kind !== "weekly") return preset;
  return { ...preset, days: [...preset.days] };
}
