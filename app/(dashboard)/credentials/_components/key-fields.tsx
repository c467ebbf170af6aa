"use client";

import { Field } from "../../../_components/field";

export interface KeyValues {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export const NO_KEYS: KeyValues = { accessKeyId: "", secretAccessKey: "", sessionToken: "" };

export type FieldErrorsOf = (name: string) => readonly string[] | undefined;

/** Secrets are typed, sent once and never shown again: no autofill, no spelling service. */
export function KeyFields(props: {
  values: KeyValues;
  onChange: (values: KeyValues) => void;
  errorsOf: FieldErrorsOf;
  withToken: "required" | "optional" | "none";
}) {
  const { values, onChange, errorsOf } = props;
  return (
    <>
      <div className="form-row">
        <Field label="Access key ID" errors={errorsOf("accessKeyId")}>
          {(control) => (
            <input
              {...control}
              className="form-control mono"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              value={values.accessKeyId}
              onChange={(event) => onChange({ ...values, accessKeyId: event.target.value })}
            />
          )}
        </Field>
        <Field label="Secret access key" errors={errorsOf("secretAccessKey")}>
          {(control) => (
            <input
              {...control}
              className="form-control mono"
              type="password"
              autoComplete="off"
              value={values.secretAccessKey}
              onChange={(event) => onChange({ ...values, secretAccessKey: event.target.value })}
            />
          )}
        </Field>
      </div>
      {props.withToken === "none" ? null : (
        <Field
          label={props.withToken === "optional" ? "Session token (optional)" : "Session token"}
          hint="It ends after some hours: good for a trial, not for a schedule."
          errors={errorsOf("sessionToken")}
        >
          {(control) => (
            <textarea
              {...control}
              className="form-control mono"
              rows={3}
              autoComplete="off"
              spellCheck={false}
              value={values.sessionToken}
              onChange={(event) => onChange({ ...values, sessionToken: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
