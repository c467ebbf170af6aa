"use client";

import { useActionState } from "react";
import { CsrfField } from "../../_components/csrf-field";
import { FormError } from "../../_components/form-error";
import { ProofFields } from "../../_components/proof/proof-fields";
import { SubmitButton } from "../../_components/submit-button";
import { proveAction } from "./actions";

export function ProveForm(props: { username: string; hasSecondFactor: boolean; next: string }) {
  const { next, ...who } = props;
  const [result, submit, pending] = useActionState(proveAction, null);
  const error = result?.ok === false ? result.error : null;
  return (
    <form action={submit} className="form-stack">
      <FormError error={error} />
      <CsrfField />
      <input type="hidden" name="next" value={next} />
      <ProofFields {...who} errors={error?.fields} />
      <SubmitButton pending={pending} pendingText="Checking…" className="btn-primary btn-block">
        It is me
      </SubmitButton>
    </form>
  );
}
