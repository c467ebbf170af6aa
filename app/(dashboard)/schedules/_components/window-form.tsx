"use client";

import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import type { FormEvent } from "react";
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
import { ZoneInput } from "../../../_components/schedule/zone-input";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { createExclusionWindowAction, updateExclusionWindowAction } from "../actions";

export interface WindowDraft {
  name: string;
  /** Empty for every schedule. */
  scheduleId: string;
  repeats: boolean;
  /** `yyyy-mm-ddThh:mm` on the zone's clock. */
  startsAt: string;
  cron: string;
  zone: string;
  hours: string;
  minutes: string;
}

export function WindowForm(props: {
  windowId: string | null;
  initial: WindowDraft;
  schedules: ReadonlyArray<{ id: string; name: string }>;
  /** Who sees some accounts alone excludes nothing for all of them. */
  seesAll: boolean;
  now: number;
}) {
  const { windowId, initial } = props;
  const router = useRouter();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  /** What nobody touches says what holds, also after another person has changed it. */
  const [typed, setTyped] = useState<Partial<WindowDraft>>({});
  const [begun, setBegins] = useState<ScheduleDraft | null>(null);
  const draft = { ...initial, ...typed };
  const begins = begun ?? toDraft(initial);
  const set = (patch: Partial<WindowDraft>) => setTyped((before) => ({ ...before, ...patch }));
  const done = () => {
    void toast({ tone: "success", text: "The exclusion window is saved." });
    router.push("/schedules");
  };
  const create = useAction(createExclusionWindowAction, done);
  const update = useAction(updateExclusionWindowAction, done);
  const { pending, error } = windowId === null ? create : update;
  const errorsOf = (field: string) => error?.fields?.[field];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { ok } = parseSchedule({ spec: toSpec(begins), zone: begins.zone });
    if (draft.repeats && !ok) return focusFirstError(form.current);
    const said = {
      name: draft.name,
      scheduleId: draft.scheduleId === "" ? null : draft.scheduleId,
      durationMinutes: Number(draft.hours || "0") * 60 + Number(draft.minutes || "0"),
      ...(draft.repeats ? toOwn(begins) : { startsAt: draft.startsAt, zone: draft.zone }),
    };
    if (windowId === null) create.run(said);
    else update.run({ exclusionWindowId: windowId, ...said });
  };
  return (
    <form ref={form} className="form-stack" onSubmit={submit}>
      <FormError error={error} />
      <div className="form-row">
        <Field
          label="Name"
          hint="Skipped backups give it as their reason."
          errors={errorsOf("name")}
        >
          {(control) => (
            <input
              {...control}
              className="form-control"
              autoComplete="off"
              maxLength={100}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Holds for" errors={errorsOf("scheduleId")}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={draft.scheduleId}
              onChange={(event) => set({ scheduleId: event.target.value })}
            >
              <option value="">{props.seesAll ? "every schedule" : "choose one of yours"}</option>
              {props.schedules.map((schedule) => (
                <option key={schedule.id} value={schedule.id}>
                  {schedule.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <fieldset className="fieldset">
        <legend>It begins</legend>
        <div className="segments">
          {[false, true].map((repeats) => (
            <label key={String(repeats)}>
              <input
                type="radio"
                name={`${id}-repeats`}
                checked={draft.repeats === repeats}
                onChange={() => set({ repeats })}
              />
              {repeats ? "Again and again" : "Once"}
            </label>
          ))}
        </div>
      </fieldset>
      {draft.repeats ? (
        <ScheduleEditor draft={begins} onChange={setBegins} now={props.now} legend="How often" />
      ) : (
        <div className="form-row">
          <Field label="At" errors={errorsOf("startsAt")}>
            {(control) => (
              <input
                {...control}
                className="form-control"
                type="datetime-local"
                value={draft.startsAt}
                onChange={(event) => set({ startsAt: event.target.value })}
              />
            )}
          </Field>
          <ZoneInput
            value={draft.zone}
            onChange={(zone) => set({ zone })}
            errors={errorsOf("zone")}
          />
        </div>
      )}
      <div className="form-row">
        {(["hours", "minutes"] as const).map((part) => (
          <Field
            key={part}
            label={part === "hours" ? "Lasts, in hours" : "and minutes"}
            errors={part === "hours" ? errorsOf("durationMinutes") : undefined}
          >
            {(control) => (
              <input
                {...control}
                className="form-control"
                inputMode="numeric"
                autoComplete="off"
                value={draft[part]}
                onChange={(event) => set({ [part]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="muted small m-0">
        Real time counts: where the clocks change in between, it ends an hour earlier or later on
        the wall. A backup that is due before the window may start until the window begins.
      </p>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…">
          {windowId === null ? "Add the window" : "Save the window"}
        </SubmitButton>
        {windowId === null ? (
          <Link className="btn btn-plain" href="/schedules">
            Cancel
          </Link>
        ) : null}
      </div>
    </form>
  );
}
