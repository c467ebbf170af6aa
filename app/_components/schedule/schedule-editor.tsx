"use client";

import { useId } from "react";
import type { ScheduleField } from "#lib/schedules/schedule-problem.pure";
import type { ExclusionWindow } from "#lib/schedules/exclusion.pure";
import { parseSchedule } from "#lib/schedules/schedule-spec.pure";
import { CronInput, DaysInput, HoursInput, MinuteInput, MonthDayInput, TimeInput } from "./inputs";
import { changeKind, SCHEDULE_KINDS, toSpec } from "./schedule-draft.pure";
import type { ScheduleDraft } from "./schedule-draft.pure";
import { SchedulePreview } from "./schedule-preview";
import { ZoneInput } from "./zone-input";

export interface ScheduleEditorProps {
  draft: ScheduleDraft;
  onChange: (draft: ScheduleDraft) => void;
  /** The server's clock, for the first picture of the next runs. */
  now: number;
  /** Exclusion windows that hold for it: the next runs show what they skip. */
  windows?: readonly ExclusionWindow[];
  legend?: string;
}

/** Presets or cron, with the schedule in words and its next ten runs while typing. */
export function ScheduleEditor(props: ScheduleEditorProps) {
  const { draft, onChange, now, windows } = props;
  const id = useId();
  const parsed = parseSchedule({ spec: toSpec(draft), zone: draft.zone });
  const problem = parsed.ok ? null : parsed.problem;
  const errorsOf = (...fields: readonly ScheduleField[]) =>
    problem !== null && fields.includes(problem.field) ? [problem.message] : undefined;
  const set = (patch: Partial<ScheduleDraft>) => onChange({ ...draft, ...patch });
  return (
    <div className="form-stack">
      <fieldset className="fieldset">
        <legend>{props.legend ?? "Back up"}</legend>
        <div className="segments">
          {SCHEDULE_KINDS.map(({ kind, label }) => (
            <label key={kind}>
              <input
                type="radio"
                name={`${id}-kind`}
                checked={draft.kind === kind}
                onChange={() => onChange(changeKind(draft, kind))}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="form-row">
        <KindInputs draft={draft} set={set} errorsOf={errorsOf} />
        <ZoneInput
          value={draft.zone}
          onChange={(zone) => set({ zone })}
          errors={errorsOf("timeZone")}
        />
      </div>
      <SchedulePreview schedule={parsed.ok ? parsed.value : null} now={now} windows={windows} />
    </div>
  );
}

function KindInputs({
  draft,
  set,
  errorsOf,
}: {
  draft: ScheduleDraft;
  set: (patch: Partial<ScheduleDraft>) => void;
  errorsOf: (...fields: readonly ScheduleField[]) => readonly string[] | undefined;
}) {
  const time = (
    <TimeInput
      value={draft.time}
      onChange={(value) => set({ time: value })}
      errors={errorsOf("hour", "minute", "schedule")}
    />
  );
  const minute = (
    <MinuteInput
      value={draft.minute}
      onChange={(value) => set({ minute: value })}
      errors={errorsOf("minute", "schedule")}
    />
  );
  switch (draft.kind) {
    case "hourly":
      return minute;
    case "everyNHours":
      return (
        <>
          <HoursInput
            value={draft.hours}
            onChange={(hours) => set({ hours })}
            errors={errorsOf("hours")}
          />
          {minute}
        </>
      );
    case "daily":
      return time;
    case "weekly":
      return (
        <>
          <DaysInput
            value={draft.days}
            onChange={(days) => set({ days })}
            errors={errorsOf("days")}
          />
          {time}
        </>
      );
    case "monthly":
      return (
        <>
          <MonthDayInput
            value={draft.day}
            onChange={(day) => set({ day })}
            errors={errorsOf("day")}
          />
          {time}
        </>
      );
    case "cron":
      return (
        <CronInput
          value={draft.cron}
          onChange={(cron) => set({ cron })}
          errors={errorsOf("schedule", "minute", "hour", "dayOfMonth", "month", "dayOfWeek")}
        />
      );
  }
}
