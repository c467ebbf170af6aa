"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { Link } from "../../../_components/link";
import { RegionField } from "../../../_components/region-field";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { KindChoice, SecretFields } from "../_components/secret-fields";
import type { RoleGuideProps } from "../_components/role-guide";
import type { SourceOption } from "../_components/secret-fields";
import { newSecretDraft, toKeys } from "../_components/secret-draft";
import { addCredentialAction } from "../actions";

export function AddCredentialForm(props: {
  sources: readonly SourceOption[];
  suggestedExternalId: string;
  roleStatements: RoleGuideProps["statements"];
}) {
  const { sources, suggestedExternalId, roleStatements } = props;
  const router = useRouter();
  const [name, setName] = useState("");
  const [region, setRegion] = useState("");
  const [draft, setDraft] = useState(
    newSecretDraft({
      sourceCredentialId: sources[0]?.id ?? "",
      externalId: suggestedExternalId,
    }),
  );
  const { run, pending, error } = useAction(addCredentialAction, ({ id }) =>
    router.push(`/credentials/${id}`),
  );
  const errorsOf = (field: string) => error?.fields?.[field];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ name, region, ...toKeys(draft) });
  };
  return (
    <form className="form-stack" method="post" onSubmit={submit}>
      <FormError error={error} />
      <div className="form-row">
        <Field label="Name" hint="What you call the account." errors={errorsOf("name")}>
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
          errors={errorsOf("region")}
        />
      </div>
      <KindChoice draft={draft} onChange={setDraft} />
      <SecretFields
        draft={draft}
        onChange={setDraft}
        errorsOf={errorsOf}
        sources={sources}
        roleStatements={roleStatements}
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Asking AWS…">
          Check and save
        </SubmitButton>
        <Link className="btn btn-plain" href="/credentials">
          Cancel
        </Link>
      </div>
    </form>
  );
}
