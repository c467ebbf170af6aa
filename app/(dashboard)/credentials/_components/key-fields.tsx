"use client";

import { Field } from "../../../_components/field";
import { PasteKeys } from "./paste-keys";

export interface KeyValues {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** ISO, for temporary keys; empty where it is not known. */
  expiresAt: string;
}

export const NO_KEYS: KeyValues = {
  accessKeyId: "",
  secretAccessKey: "",
  sessionToken: "",
  expiresAt: "",
};

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
      {props.withToken === "required" ? <PasteKeys onParsed={onChange} /> : null}
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
          hint="It ends after some hours: good for backups by hand, refused for schedules."
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
      {props.withToken === "required" ? (
        <Field
          label="Ends at (optional)"
          hint="As AWS says it, for example 2026-11-27T12:00:00Z. Not given, it is not known; at most 36 hours from when they were made."
          errors={errorsOf("expiresAt")}
        >
          {(control) => (
            <input
              {...control}
              className="form-control mono"
              autoComplete="off"
              spellCheck={false}
              value={values.expiresAt}
              onChange={(event) => onChange({ ...values, expiresAt: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
