"use client";

import { useRouter } from "next/navigation";
import { startTransition, useRef, useState } from "react";
import type { FormEvent } from "react";
import type { ExclusionWindow } from "#lib/schedules/exclusion.pure";
import { parseSchedule } from "#lib/schedules/schedule-spec.pure";
import { Field } from "../../../_components/field";
import { focusFirstError } from "../../../_components/focus-first-error";
import { FormError } from "../../../_components/form-error";
import { Link } from "../../../_components/link";
import { toast } from "../../../_components/popups";
import { toOwn } from "../../../_components/schedule/schedule-choice.pure";
import { toDraft, toSpec } from "../../../_components/schedule/schedule-draft.pure";
import type { ScheduleDraft } from "../../../_components/schedule/schedule-draft.pure";
import { ScheduleEditor } from "../../../_components/schedule/schedule-editor";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { createScheduleAction, updateScheduleAction } from "../actions";
import { MinutesField } from "./minutes-field";

interface ScheduleFormProps {
  /** Null for a new one. */
  scheduleId: string | null;
  initial: { name: string; cron: string; zone: string; startWindow: string; spread: string };
  windows: readonly ExclusionWindow[];
  now: number;
}

interface Typed {
  name: string;
  startWindow: string;
  spread: string;
  draft: ScheduleDraft;
}

export function ScheduleForm({ scheduleId, initial, windows, now }: ScheduleFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  /** What nobody touches says what holds, also after another person has changed it. */
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const { name, startWindow, spread, draft } = { ...initial, draft: toDraft(initial), ...typed };
  const set = (changes: Partial<Typed>) => setTyped((before) => ({ ...before, ...changes }));
  const done = ({ id }: { id: string }) => {
    void toast({ tone: "success", text: "The schedule is saved." });
    if (scheduleId === null) return router.push(`/schedules/${id}`);
    // Together with what is saved, so that the value of before is not seen again.
    startTransition(() => {
      setTyped({});
      router.refresh();
    });
  };
  const create = useAction(createScheduleAction, done);
  const update = useAction(updateScheduleAction, done);
  const { pending, error } = scheduleId === null ? create : update;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { ok } = parseSchedule({ spec: toSpec(draft), zone: draft.zone });
    if (!ok) return focusFirstError(form.current);
    const said = { name, ...toOwn(draft), spreadMinutes: toMinutes(spread) ?? 0 };
    const startWindowMinutes = toMinutes(startWindow);
    if (scheduleId !== null) update.run({ scheduleId, ...said, startWindowMinutes });
    else create.run({ ...said, ...(startWindowMinutes === null ? {} : { startWindowMinutes }) });
  };
  return (
    <form ref={form} className="form-stack" onSubmit={submit}>
      <FormError error={error} />
      <Field label="Name" errors={error?.fields?.["name"]}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <ScheduleEditor
        draft={draft}
        onChange={(changed) => set({ draft: changed })}
        now={now}
        windows={windows}
      />
      <div className="form-row">
        <MinutesField
          label="Start window, in minutes"
          hint="Nothing starts later than this after its due moment. Empty: 4 hours, or the interval if that is shorter."
          value={startWindow}
          onChange={(text) => set({ startWindow: text })}
          errors={error?.fields?.["startWindowMinutes"]}
        />
        <MinutesField
          label="Spread, in minutes"
          hint="Each instance starts at a time of its own within so long after the due moment. Empty: at once."
          value={spread}
          onChange={(text) => set({ spread: text })}
          errors={error?.fields?.["spreadMinutes"]}
        />
      </div>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          {scheduleId === null ? "Add the schedule" : "Save the schedule"}
        </SubmitButton>
        {scheduleId === null ? (
          <Link className="btn btn-plain" href="/schedules">
            Cancel
          </Link>
        ) : null}
      </div>
    </form>
  );
}

/** What is no number is refused by name. */
function toMinutes(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
