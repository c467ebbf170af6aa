"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { parseSchedule } from "#lib/schedules/schedule-spec.pure";
import { focusFirstError } from "../../../_components/focus-first-error";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { toOwn } from "../../../_components/schedule/schedule-choice.pure";
import { toDraft, toSpec } from "../../../_components/schedule/schedule-draft.pure";
import { ScheduleEditor } from "../../../_components/schedule/schedule-editor";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSettingsAction } from "../actions";

export function DefaultScheduleForm(props: {
  cron: string;
  zone: string;
  followers: number;
  now: number;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => toDraft(props));
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The default schedule is saved." });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { ok } = parseSchedule({ spec: toSpec(draft), zone: draft.zone });
    if (ok) run(toOwn(draft));
    else focusFirstError(form.current);
  };
  return (
    <form ref={form} className="form-stack" onSubmit={submit}>
      <FormError error={error} />
      <ScheduleEditor draft={draft} onChange={setDraft} now={props.now} />
      {props.followers > 0 ? (
        <p className="muted small m-0">
          {props.followers === 1
            ? "The instance that follows"
            : `The ${props.followers} instances that follow`}{" "}
          it {props.followers === 1 ? "moves" : "move"} with it. Instances with a schedule of their
          own stay as they are.
        </p>
      ) : null}
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          Save the default schedule
        </SubmitButton>
      </div>
    </form>
  );
}
