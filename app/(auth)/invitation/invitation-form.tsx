"use client";

import { useState } from "react";
import type { FormEvent } from "react";
import type { FoundLinkDto } from "#lib/users/managed-user-dto";
import { Field } from "../../_components/field";
import { FormError } from "../../_components/form-error";
import { SubmitButton } from "../../_components/submit-button";
import { useAction } from "../../_components/use-action";
import { choosePasswordAction } from "./actions";

const LENGTH_HINT =
  "At least 12 characters. Length matters more than symbols: four random words do.";

export function InvitationForm({ token, link }: { token: string; link: FoundLinkDto }) {
  const [password, setPassword] = useState("");
  const [repeatPassword, setRepeat] = useState("");
  const { run, pending, error } = useAction(choosePasswordAction);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ token, password, repeatPassword });
  };
  const fields = [
    { label: "Password", name: "password", value: password, set: setPassword, hint: LENGTH_HINT },
    { label: "Password again", name: "repeatPassword", value: repeatPassword, set: setRepeat },
  ];
  return (
    <form className="form-stack" method="post" onSubmit={submit}>
      <p className="m-0">
        {link.purpose === "invite" ? "You are invited as " : "Your password was reset, "}
        <strong className="hostile">{link.username}</strong>. The link works once.
      </p>
      <FormError error={error} />
      <input type="hidden" autoComplete="username" defaultValue={link.username} />
      {fields.map(({ label, name, value, set, hint }) => (
        <Field key={name} label={label} hint={hint} errors={error?.fields?.[name]}>
          {(control) => (
            <input
              {...control}
              className="form-control"
              type="password"
              autoComplete="new-password"
              required
              value={value}
              onChange={(event) => set(event.target.value)}
            />
          )}
        </Field>
      ))}
      <SubmitButton pending={pending} pendingText="Saving…" className="btn-primary btn-block">
        Choose it and sign in
      </SubmitButton>
    </form>
  );
}
