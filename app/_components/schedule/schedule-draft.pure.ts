import { findPreset } from "#lib/schedules/preset.pure";
import { toCronText } from "#lib/schedules/preset-cron.pure";
import type { SchedulePreset } from "#lib/schedules/preset.pure";
import type { Schedule, ScheduleSpec } from "#lib/schedules/schedule-spec.pure";

export const SCHEDULE_KINDS = [
  { kind: "hourly", label: "Hourly" },
  { kind: "everyNHours", label: "Every n hours" },
  { kind: "daily", label: "Daily" },
  { kind: "weekly", label: "Weekly" },
  { kind: "monthly", label: "Monthly" },
  { kind: "cron", label: "Cron" },
] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number]["kind"];

/** What stands in the editor's inputs, as it was typed: also while it is nonsense. */
export interface ScheduleDraft {
  kind: ScheduleKind;
  minute: string;
  hours: string;
  time: string;
  days: readonly number[];
  day: string;
  cron: string;
  zone: string;
}

export function toDraft(schedule: Schedule): ScheduleDraft {
  const preset = findPreset(schedule.cron);
  return {
    ...DEFAULTS,
    ...(preset === null ? { kind: "cron" } : fromPreset(preset)),
    cron: schedule.cron,
    zone: schedule.zone,
  };
}

/** What the draft asks for; an input that is no number becomes one that is refused by name. */
export function toSpec(draft: ScheduleDraft): ScheduleSpec {
  const [hour, minute] = toClock(draft.time);
  switch (draft.kind) {
    case "cron":
      return draft.cron;
    case "hourly":
      return { kind: "hourly", minute: toNumber(draft.minute) };
    case "everyNHours":
      return {
        kind: "everyNHours",
        hours: toNumber(draft.hours),
        minute: toNumber(draft.minute),
      };
    case "daily":
      return { kind: "daily", hour, minute };
    case "weekly":
      return { kind: "weekly", days: draft.days, hour, minute };
    case "monthly":
      return {
        kind: "monthly",
        day: draft.day === "last" ? "last" : toNumber(draft.day),
        hour,
        minute,
      };
  }
}

/** Another kind keeps the time; cron starts from what the preset said. */
export function changeKind(draft: ScheduleDraft, kind: ScheduleKind): ScheduleDraft {
  if (kind !== "cron") return { ...draft, kind };
  const spec = toSpec(draft);
  const cron = typeof spec === "string" ? null : toCronText(spec);
  return { ...draft, kind, cron: cron?.ok === true ? cron.value : draft.cron };
}

function fromPreset(preset: SchedulePreset): Partial<ScheduleDraft> & { kind: ScheduleKind } {
  switch (preset.kind) {
    case "hourly":
      return { kind: "hourly", minute: String(preset.minute) };
    case "everyNHours":
      return { kind: "everyNHours", hours: String(preset.hours), minute: String(preset.minute) };
    case "daily":
      return { kind: "daily", time: toTime(preset) };
    case "weekly":
      return { kind: "weekly", days: preset.days, time: toTime(preset) };
    case "monthly":
      return { kind: "monthly", day: String(preset.day), time: toTime(preset) };
  }
}

function toTime({ hour, minute }: { hour: number; minute: number }): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function toClock(time: string): [number, number] {
  const [hour = "", minute = ""] = time.split(":");
  return [toNumber(hour), toNumber(minute)];
}

function toNumber(text: string): number {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

const DEFAULTS = {
  minute: "0",
  hours: "6",
  time: "02:00",
  days: [0],
  day: "1",
} as const;
