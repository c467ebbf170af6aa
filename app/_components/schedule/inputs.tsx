"use client";

import { EVEN_HOURS } from "#lib/schedules/preset.pure";
import { Field, FieldError } from "../field";

interface InputProps<Value> {
  value: Value;
  onChange: (value: Value) => void;
  errors: readonly string[] | undefined;
}

const WEEK = [
  { day: 1, label: "Mon" },
  { day: 2, label: "Tue" },
  { day: 3, label: "Wed" },
  { day: 4, label: "Thu" },
  { day: 5, label: "Fri" },
  { day: 6, label: "Sat" },
  { day: 0, label: "Sun" },
] as const;

const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => index + 1);

export function MinuteInput({ value, onChange, errors }: InputProps<string>) {
  return (
    <Field label="Minutes past the hour" errors={errors}>
      {(control) => (
        <input
          {...control}
          className="form-control"
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function HoursInput({ value, onChange, errors }: InputProps<string>) {
  return (
    <Field label="Every" errors={errors}>
      {(control) => (
        <select
          {...control}
          className="form-select"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {EVEN_HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {hours} hours
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function TimeInput({ value, onChange, errors }: InputProps<string>) {
  return (
    <Field label="At" errors={errors}>
      {(control) => (
        <input
          {...control}
          className="form-control"
          type="time"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function MonthDayInput({ value, onChange, errors }: InputProps<string>) {
  const skips = Number(value) > 28;
  return (
    <Field
      label="Day of the month"
      hint={skips ? "Months without this day are passed over; the last day never is." : undefined}
      errors={errors}
    >
      {(control) => (
        <select
          {...control}
          className="form-select"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {MONTH_DAYS.map((day) => (
            <option key={day} value={day}>
              {day}
            </option>
          ))}
          <option value="last">the last day</option>
        </select>
      )}
    </Field>
  );
}

export function CronInput({ value, onChange, errors }: InputProps<string>) {
  return (
    <Field
      label="Cron"
      hint="Minute, hour, day of the month, month, weekday. For example 0 2 * * 1-5, or a word: daily."
      errors={errors}
    >
      {(control) => (
        <input
          {...control}
          className="form-control mono"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function DaysInput({ value, onChange, errors }: InputProps<readonly number[]>) {
  const toggle = (day: number) =>
    onChange(value.includes(day) ? value.filter((other) => other !== day) : [...value, day]);
  return (
    <fieldset className="fieldset">
      <legend className="m-0">On</legend>
      <div className="segments segments-tight">
        {WEEK.map(({ day, label }) => (
          <label key={day}>
            <input type="checkbox" checked={value.includes(day)} onChange={() => toggle(day)} />
            {label}
          </label>
        ))}
      </div>
      <FieldError errors={errors ?? []} />
    </fieldset>
  );
}
