"use client";

import { useState } from "react";
import type { FieldErrors } from "#lib/errors";
import { Field } from "../field";

/** By name, as the form and /api/me/proof read them. Either proves it; without a script, the password. */
export function ProofFields(props: {
  username: string;
  hasSecondFactor: boolean;
  errors: FieldErrors | undefined;
}) {
  const { errors } = props;
  const [byCode, setByCode] = useState(false);
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" defaultValue={props.username} />
      {byCode ? (
        <Field
          key="code"
          label="Code"
          hint="Of your authenticator, or a recovery code."
          errors={errors?.["code"]}
        >
          {(control) => (
            <input
              {...control}
              className="form-control"
              name="code"
              autoComplete="one-time-code"
              spellCheck={false}
              required
            />
          )}
        </Field>
      ) : (
        <Field key="password" label="Password" errors={errors?.["password"]}>
          {(control) => (
            <input
              {...control}
              className="form-control"
              type="password"
              name="password"
              autoComplete="current-password"
              required
            />
          )}
        </Field>
      )}
      {props.hasSecondFactor ? (
        <div>
          <button type="button" className="btn btn-link p-0" onClick={() => setByCode(!byCode)}>
            {byCode ? "Give the password instead" : "Give a code instead"}
          </button>
        </div>
      ) : null}
    </>
  );
}
