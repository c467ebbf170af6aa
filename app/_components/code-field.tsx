import type { ReactNode } from "react";
import { Field } from "./field";

const KINDS = {
  /** Of the authenticator: a phone shows its digits, a password manager fills them in. */
  totp: { inputMode: "numeric", autoComplete: "one-time-code", maxLength: 12 },
  recovery: { inputMode: "text", autoComplete: "off", maxLength: 60 },
  /** Either, where both are taken in one field. */
  any: { inputMode: "text", autoComplete: "one-time-code", maxLength: 60 },
} as const;

/** Blanks and dashes in it do not matter: what of it is a code the server says. */
export function CodeField(props: {
  label: string;
  kind: keyof typeof KINDS;
  hint?: ReactNode;
  errors: readonly string[] | undefined;
  /** Wrong, as is said elsewhere. */
  wrong?: boolean;
  /** On a page that asks for nothing else. */
  focus?: boolean;
}) {
  return (
    <Field label={props.label} hint={props.hint} errors={props.errors}>
      {(control) => (
        <input
          {...control}
          {...KINDS[props.kind]}
          aria-invalid={props.wrong === true ? true : control["aria-invalid"]}
          className="form-control code-input"
          name="code"
          type="text"
          autoCapitalize="off"
          spellCheck={false}
          required
          autoFocus={props.focus === true}
        />
      )}
    </Field>
  );
}
