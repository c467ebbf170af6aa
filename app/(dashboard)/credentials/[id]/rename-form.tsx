"use client";

import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { RegionField } from "../../../_components/region-field";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateCredentialAction } from "../actions";

const NOTHING: { name?: string; region?: string } = {};

/** What nobody types in says what holds, also after another person has changed it, and is not sent. */
export function RenameForm(props: { credentialId: string; name: string; region: string }) {
  const router = useRouter();
  const [typed, setTyped] = useState(NOTHING);
  const { name = props.name, region = props.region } = typed;
  const { run, pending, error } = useAction(updateCredentialAction, () => {
    // Together with what is saved, so that the value of before is not seen again.
    startTransition(() => {
      setTyped(NOTHING);
      router.refresh();
    });
    void toast({ tone: "success", text: "Saved." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({ credentialId: props.credentialId, ...(typed === NOTHING ? { name } : typed) });
      }}
    >
      <FormError error={error} />
      <div className="form-row">
        <Field label="Name" errors={error?.fields?.["name"]}>
          {(control) => (
            <input
              {...control}
              className="form-control"
              autoComplete="off"
              maxLength={100}
              value={name}
              onChange={(event) => setTyped({ ...typed, name: event.target.value })}
            />
          )}
        </Field>
        <RegionField
          label="Default region"
          value={region}
          onChange={(text) => setTyped({ ...typed, region: text })}
          errors={error?.fields?.["region"]}
        />
      </div>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
          Save
        </SubmitButton>
      </div>
    </form>
  );
}
