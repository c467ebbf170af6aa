"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { InstanceScheduleDto } from "#lib/instances/dto";
import { focusFirstError } from "../../../../_components/focus-first-error";
import { FormError } from "../../../../_components/form-error";
import { PencilIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";
import { toast } from "../../../../_components/popups";
import { isSound, toChoice, toChosen } from "../../../../_components/schedule/schedule-choice.pure";
import type { NamedSchedule } from "../../../../_components/schedule/schedule-choice.pure";
import { ScheduleChoices } from "../../../../_components/schedule/schedule-choices";
import { SchedulePreview } from "../../../../_components/schedule/schedule-preview";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { updateInstanceAction } from "../../actions";

interface SchedulePanelProps {
  instanceId: string;
  current: readonly InstanceScheduleDto[];
  named: readonly NamedSchedule[];
  now: number;
  mayEdit: boolean;
}

/** In words with the next ten runs; changed in place. */
export function SchedulePanel(props: SchedulePanelProps) {
  const [editing, setEditing] = useState(false);
  const { current, named, now } = props;
  return (
    <Panel
      title={current.length > 1 ? "Schedules" : "Schedule"}
      aside={
        props.mayEdit && !editing ? (
          <button type="button" className="btn btn-plain btn-sm" onClick={() => setEditing(true)}>
            <PencilIcon /> Change
          </button>
        ) : undefined
      }
    >
      {editing ? (
        <ScheduleForm {...props} onDone={() => setEditing(false)} />
      ) : current.length === 0 ? (
        <p className="muted m-0">
          None: nothing is backed up by itself, only when somebody asks for it.
        </p>
      ) : (
        <div className="stack">
          {current.map((schedule) => (
            <div key={schedule.scheduleId} className="stack-tight">
              <p className="muted small m-0">{sourceOf(schedule, named)}</p>
              <SchedulePreview schedule={schedule} now={now} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

function ScheduleForm(props: SchedulePanelProps & { onDone: () => void }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { named, now } = props;
  const [choices, setChoices] = useState(() =>
    props.current.map((current, key) => toChoice({ key, current, named })),
  );
  const { run, pending, error } = useAction(updateInstanceAction, () => {
    props.onDone();
    router.refresh();
    void toast({ tone: "success", text: "The schedule is saved." });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!choices.every(isSound)) return focusFirstError(form.current);
    run({ instanceId: props.instanceId, schedules: choices.map(toChosen) });
  };
  return (
    <form ref={form} className="form-stack" onSubmit={submit}>
      <FormError error={error} />
      <ScheduleChoices
        choices={choices}
        onChange={(changed) => setChoices([...changed])}
        named={named}
        now={now}
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          Save the schedule
        </SubmitButton>
        <button type="button" className="btn btn-plain" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function sourceOf(schedule: InstanceScheduleDto, named: readonly NamedSchedule[]): string {
  const known = named.find(({ id }) => id === schedule.scheduleId);
  const state = schedule.enabled ? "" : ", switched off";
  if (known === undefined) return `Its own${state}`;
  return known.isDefault ? `The default${state}` : `${known.name}${state}`;
}
