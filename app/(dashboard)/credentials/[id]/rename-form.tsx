"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { RegionField } from "../../../_components/region-field";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateCredentialAction } from "../actions";

export function RenameForm(props: { credentialId: string; name: string; region: string }) {
  const router = useRouter();
  const [name, setName] = useState(props.name);
  const [region, setRegion] = useState(props.region);
  const { run, pending, error } = useAction(updateCredentialAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "Saved." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({ credentialId: props.credentialId, name, region });
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
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <RegionField
          label="Default region"
          value={region}
          onChange={setRegion}
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
