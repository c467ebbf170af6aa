"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { focusFirstError } from "../../../../_components/focus-first-error";
import { FormError } from "../../../../_components/form-error";
import { toast } from "../../../../_components/popups";
import { isSound, toChoice, toChosen } from "../../../../_components/schedule/schedule-choice.pure";
import { ScheduleChoices } from "../../../../_components/schedule/schedule-choices";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { updateInstanceAction } from "../../actions";
import type { SchedulePanelProps } from "./schedule-panel";

export function ScheduleForm(props: SchedulePanelProps & { onDone: () => void }) {
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
