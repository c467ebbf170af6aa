"use client";

import { useId } from "react";
import { PlusIcon, TrashIcon } from "../icons";
import { Field } from "../field";
import { LostOption } from "../lost-option";
import { newChoice, othersOf } from "./schedule-choice.pure";
import type { ChoiceMode, NamedSchedule, ScheduleChoice } from "./schedule-choice.pure";
import { ScheduleEditor } from "./schedule-editor";
import { SchedulePreview } from "./schedule-preview";

const CHOICES_MAX = 10;

interface Shared {
  named: readonly NamedSchedule[];
  now: number;
}

/** The schedules of one instance: the default, others by name, or its own. */
export function ScheduleChoices(
  props: Shared & {
    choices: readonly ScheduleChoice[];
    onChange: (choices: readonly ScheduleChoice[]) => void;
  },
) {
  const { choices, onChange, named, now } = props;
  const replace = (changed: ScheduleChoice) =>
    onChange(choices.map((choice) => (choice.key === changed.key ? changed : choice)));
  const add = () => {
    const key = Math.max(0, ...choices.map((choice) => choice.key)) + 1;
    onChange([
      ...choices,
      newChoice({ key, mode: choices.length === 0 ? "default" : "own", named }),
    ]);
  };
  return (
    <div className="form-stack">
      {choices.length === 0 ? (
        <p className="muted m-0">
          No schedule: nothing is backed up by itself, only when somebody asks for it.
        </p>
      ) : null}
      {choices.map((choice, index) => (
        <OneChoice
          key={choice.key}
          choice={choice}
          number={choices.length > 1 ? index + 1 : null}
          named={named}
          now={now}
          onChange={replace}
          onRemove={() => onChange(choices.filter((other) => other.key !== choice.key))}
        />
      ))}
      {choices.length < CHOICES_MAX ? (
        <div>
          <button type="button" className="btn btn-quiet btn-sm" onClick={add}>
            <PlusIcon /> {choices.length === 0 ? "Add a schedule" : "Add another schedule"}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function OneChoice(
  props: Shared & {
    choice: ScheduleChoice;
    number: number | null;
    onChange: (choice: ScheduleChoice) => void;
    onRemove: () => void;
  },
) {
  const { choice, onChange, named, now } = props;
  const id = useId();
  const standard = named.find((schedule) => schedule.isDefault);
  const modes: Array<{ mode: ChoiceMode; label: string }> = [
    ...(standard === undefined ? [] : [{ mode: "default" as const, label: "The default" }]),
    ...(othersOf(named).length === 0 ? [] : [{ mode: "named" as const, label: "By name" }]),
    { mode: "own", label: "Its own" },
  ];
  return (
    <fieldset className="fieldset schedule-choice">
      <legend className="d-flex justify-content-between align-items-center">
        {props.number === null ? "Schedule" : `Schedule ${props.number}`}
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={
            props.number === null ? "Remove the schedule" : `Remove schedule ${props.number}`
          }
          onClick={props.onRemove}
        >
          <TrashIcon />
        </button>
      </legend>
      <div className="segments">
        {modes.map(({ mode, label }) => (
          <label key={mode}>
            <input
              type="radio"
              name={`${id}-mode`}
              checked={choice.mode === mode}
              onChange={() => onChange({ ...choice, mode })}
            />
            {label}
          </label>
        ))}
      </div>
      {choice.mode === "default" ? (
        <SchedulePreview schedule={standard ?? null} now={now} />
      ) : choice.mode === "named" ? (
        <NamedInput choice={choice} named={othersOf(named)} now={now} onChange={onChange} />
      ) : (
        <ScheduleEditor
          draft={choice.own}
          now={now}
          onChange={(own) => onChange({ ...choice, own })}
        />
      )}
    </fieldset>
  );
}

function NamedInput({
  choice,
  named,
  now,
  onChange,
}: Shared & { choice: ScheduleChoice; onChange: (choice: ScheduleChoice) => void }) {
  const chosen = named.find((schedule) => schedule.id === choice.scheduleId) ?? null;
  return (
    <>
      <Field label="Schedule">
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={choice.scheduleId}
            onChange={(event) => onChange({ ...choice, scheduleId: event.target.value })}
          >
            <LostOption value={choice.scheduleId} known={named.map(({ id }) => id)} />
            {named.map((schedule) => (
              <option key={schedule.id} value={schedule.id}>
                {schedule.name}: {schedule.words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <SchedulePreview schedule={chosen} now={now} />
    </>
  );
}
