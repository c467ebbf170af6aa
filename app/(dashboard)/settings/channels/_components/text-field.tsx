"use client";

import type { ReactNode } from "react";
import { Field } from "../../../../_components/field";

/** One line of text; secrets are typed, sent once and never shown again. */
export function TextField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  errors: readonly string[] | undefined;
  hint?: ReactNode;
  placeholder?: string;
  secret?: boolean;
  numeric?: boolean;
}) {
  return (
    <Field label={props.label} hint={props.hint} errors={props.errors}>
      {(control) => (
        <input
          {...control}
          className={props.numeric === true ? "form-control field-short" : "form-control"}
          type={props.secret === true ? "password" : "text"}
          inputMode={props.numeric === true ? "numeric" : undefined}
          autoComplete={props.secret === true ? "new-password" : "off"}
          autoCapitalize="off"
          spellCheck={false}
          placeholder={props.placeholder}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
