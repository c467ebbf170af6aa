"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";
import type { CredentialDto } from "#lib/credentials/dto";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { NO_KEYS } from "../_components/key-fields";
import { SecretFields } from "../_components/secret-fields";
import type { SourceOption } from "../_components/secret-fields";
import { newSecretDraft, toKeys } from "../_components/secret-draft";
import { updateCredentialAction } from "../actions";

/** New secrets for the same account; the old ones are forgotten once the new ones are checked. */
export function RotateForm(props: {
  credential: Pick<
    CredentialDto,
    "id" | "kind" | "roleArn" | "externalId" | "sourceCredentialId" | "accountId"
  >;
  sources: readonly SourceOption[];
  /** For one that has none yet. */
  suggestedExternalId: string;
}) {
  const { id, kind, roleArn, externalId, sourceCredentialId, accountId } = props.credential;
  const router = useRouter();
  const fresh = () =>
    newSecretDraft({
      kind,
      roleArn: roleArn ?? "",
      externalId: externalId ?? props.suggestedExternalId,
      sourceCredentialId: sourceCredentialId ?? "",
    });
  const [draft, setDraft] = useState(fresh);
  const { run, pending, error } = useAction(updateCredentialAction, () => {
    setDraft((rotated) => ({ ...rotated, ...NO_KEYS }));
    router.refresh();
    void toast({ tone: "success", text: "Rotated. From now on the new one is used." });
  });
  const fields = error?.fields;
  const errorsOf = (field: string) => fields?.[`keys.${field}`] ?? fields?.[field];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ credentialId: id, keys: toKeys(draft) });
  };
  return (
    <form className="form-stack" method="post" onSubmit={submit}>
      <p className="muted m-0">
        What you enter must reach the same account, {accountId}. It is checked with AWS first; until
        then what is there stays in use.
      </p>
      <FormError error={error} />
      <SecretFields
        draft={draft}
        onChange={setDraft}
        errorsOf={errorsOf}
        sources={props.sources.filter((source) => source.id !== id)}
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Asking AWS…" className="btn-plain">
          Check and rotate
        </SubmitButton>
      </div>
    </form>
  );
}
