"use client";

import { useActionState, useState } from "react";
import { CsrfField } from "../../_components/csrf-field";
import { Field } from "../../_components/field";
import { FormError } from "../../_components/form-error";
import { SubmitButton } from "../../_components/submit-button";
import { signInAction } from "./actions";

/** A plain form, so that it also works before, or without, any script. */
export function SignInForm({ next }: { next: string }) {
  const [result, submit, pending] = useActionState(signInAction, null);
  const [username, setUsername] = useState("");
  const error = result?.ok === false ? result.error : null;
  return (
    <form action={submit} className="form-stack">
      <FormError error={error} />
      <CsrfField />
      <input type="hidden" name="next" value={next} />
      <Field label="User name" errors={error?.fields?.["username"]}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            name="username"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
            required
            defaultValue={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password" errors={error?.fields?.["password"]}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <SubmitButton pending={pending} pendingText="Signing in…" className="btn-primary btn-block">
        Sign in
      </SubmitButton>
    </form>
  );
}
