"use client";

import { useActionState } from "react";
import { changePasswordAction } from "../(dashboard)/actions";
import { CsrfField } from "./csrf-field";
import { Field } from "./field";
import { FormError } from "./form-error";
import { SubmitButton } from "./submit-button";

const LENGTH_HINT =
  "At least 12 characters. Length matters more than symbols: four random words do.";

/** `next` is where the browser goes with its new session. */
export function PasswordForm({ username, next }: { username: string; next: string }) {
  const [result, submit, pending] = useActionState(changePasswordAction, null);
  const error = result?.ok === false ? result.error : null;
  return (
    <form action={submit} className="form-stack">
      <FormError error={error} />
      <CsrfField />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" autoComplete="username" defaultValue={username} />
      <PasswordField
        label="Current password"
        name="currentPassword"
        autoComplete="current-password"
        errors={error?.fields?.["currentPassword"]}
      />
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        hint={LENGTH_HINT}
        errors={error?.fields?.["newPassword"]}
      />
      <PasswordField
        label="New password again"
        name="repeatPassword"
        autoComplete="new-password"
        errors={error?.fields?.["repeatPassword"]}
      />
      <SubmitButton pending={pending} pendingText="Changing…">
        Change the password
      </SubmitButton>
    </form>
  );
}

function PasswordField(props: {
  label: string;
  name: string;
  autoComplete: string;
  hint?: string;
  errors: readonly string[] | undefined;
}) {
  return (
    <Field label={props.label} hint={props.hint} errors={props.errors}>
      {(control) => (
        <input
          {...control}
          className="form-control"
          type="password"
          name={props.name}
          autoComplete={props.autoComplete}
          required
        />
      )}
    </Field>
  );
}
