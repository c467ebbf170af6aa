"use client";

import { useActionState } from "react";
import { CodeField } from "../../../_components/code-field";
import { CsrfField } from "../../../_components/csrf-field";
import { FormError } from "../../../_components/form-error";
import { SubmitButton } from "../../../_components/submit-button";
import { finishSignInAction } from "../actions";

/** A plain form, so that it also works without any script. */
export function CodeForm({ next, byRecovery }: { next: string; byRecovery: boolean }) {
  const [result, submit, pending] = useActionState(finishSignInAction, null);
  const error = result?.ok === false ? result.error : null;
  return (
    <form action={submit} className="form-stack">
      <CsrfField />
      <FormError error={error} />
      <input type="hidden" name="next" value={next} />
      <CodeField
        label={byRecovery ? "Recovery code" : "Code"}
        kind={byRecovery ? "recovery" : "totp"}
        errors={error?.fields?.["code"]}
        wrong={error?.code === "wrong_code"}
        focus
      />
      <SubmitButton pending={pending} pendingText="Signing in…" className="btn-primary btn-block">
        Sign in
      </SubmitButton>
    </form>
  );
}
