"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { FormError } from "../../../../_components/form-error";
import { focusFirstError } from "../../../../_components/focus-first-error";
import { Link } from "../../../../_components/link";
import { RebootChoice } from "../../../../_components/reboot-choice";
import { ScheduleChoices } from "../../../../_components/schedule/schedule-choices";
import {
  isSound,
  newChoice,
  toChosen,
} from "../../../../_components/schedule/schedule-choice.pure";
import type {
  NamedSchedule,
  ScheduleChoice,
} from "../../../../_components/schedule/schedule-choice.pure";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { addInstanceAction } from "../../actions";
import { Preflight } from "./preflight";
import { TargetFields } from "./target-fields";
import type { CredentialOption, Target } from "./target-fields";

export function AddInstanceForm(props: {
  credentials: readonly CredentialOption[];
  named: readonly NamedSchedule[];
  /** The installation's default. */
  rebootOnBackup: boolean;
  now: number;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [first] = props.credentials;
  const [target, setTarget] = useState<Target>({
    credentialId: first?.id ?? "",
    region: first?.region ?? "",
    instanceId: "",
  });
  const [choices, setChoices] = useState<readonly ScheduleChoice[]>(() => [
    newChoice({ key: 1, mode: "default", named: props.named }),
  ]);
  const [rebootOnBackup, setReboot] = useState(props.rebootOnBackup);
  const { run, pending, error, clear } = useAction(addInstanceAction, ({ id }) =>
    router.push(`/instances/${id}`),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!choices.every(isSound)) return focusFirstError(form.current);
    run({ ...target, schedules: choices.map(toChosen), rebootOnBackup });
  };
  return (
    <form ref={form} className="form-stack" onSubmit={submit}>
      <FormError error={error} />
      <TargetFields
        target={target}
        onChange={(changed) => {
          clear();
          setTarget(changed);
        }}
        credentials={props.credentials}
        errorsOf={(field) => error?.fields?.[field]}
      />
      <Preflight target={target} />
      <ScheduleChoices
        choices={choices}
        onChange={setChoices}
        named={props.named}
        now={props.now}
      />
      <RebootChoice
        reboot={rebootOnBackup}
        onChange={setReboot}
        legend="The instance during a backup"
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Asking AWS…">
          Protect this instance
        </SubmitButton>
        <Link className="btn btn-plain" href="/instances">
          Cancel
        </Link>
      </div>
    </form>
  );
}
