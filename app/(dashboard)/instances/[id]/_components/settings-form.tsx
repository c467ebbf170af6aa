"use client";

import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { Field } from "../../../../_components/field";
import { FormError } from "../../../../_components/form-error";
import { LostOption } from "../../../../_components/lost-option";
import { toast } from "../../../../_components/popups";
import { RebootChoice } from "../../../../_components/reboot-choice";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { updateInstanceAction } from "../../actions";

const NOTHING: { credentialId?: string; rebootOnBackup?: boolean } = {};

/** What nobody touches says what holds, also after another person has changed it, and is not sent. */
export function SettingsForm(props: {
  instanceId: string;
  credentialId: string | null;
  rebootOnBackup: boolean;
  /** Those of its account. */
  credentials: ReadonlyArray<{ id: string; name: string }>;
}) {
  const router = useRouter();
  const [chosen, setChosen] = useState(NOTHING);
  const { credentialId = props.credentialId ?? "", rebootOnBackup = props.rebootOnBackup } = chosen;
  const { run, pending, error } = useAction(updateInstanceAction, () => {
    // Together with what is saved, so that the value of before is not seen again.
    startTransition(() => {
      setChosen(NOTHING);
      router.refresh();
    });
    void toast({ tone: "success", text: "Saved." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({
          instanceId: props.instanceId,
          ...(chosen === NOTHING ? { rebootOnBackup } : chosen),
        });
      }}
    >
      <FormError error={error} />
      <Field label="Credential" errors={error?.fields?.["credentialId"]}>
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={credentialId}
            onChange={(event) => setChosen({ ...chosen, credentialId: event.target.value })}
          >
            {props.credentialId === null ? <option value="">None</option> : null}
            <LostOption value={credentialId} known={props.credentials.map(({ id }) => id)} />
            {props.credentials.map((credential) => (
              <option key={credential.id} value={credential.id}>
                {credential.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <RebootChoice
        reboot={rebootOnBackup}
        onChange={(reboot) => setChosen({ ...chosen, rebootOnBackup: reboot })}
        legend="The instance during a backup"
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
          Save
        </SubmitButton>
      </div>
    </form>
  );
}
