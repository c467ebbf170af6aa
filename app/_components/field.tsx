import { useId } from "react";
import type { ReactNode } from "react";
import { adoptTyped } from "./adopt-typed";
import { CrossCircleIcon } from "./outcome-icons";

export interface FieldControl {
  id: string;
  ref: typeof adoptTyped;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

/** A label, its control, what to know about it, and what is wrong with it. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const wrong = props.errors !== undefined && props.errors.length > 0;
  const described = [props.hint === undefined ? "" : `${id}-hint`, wrong ? `${id}-error` : ""];
  return (
    <div className="field">
      <label className="form-label" htmlFor={id}>
        {props.label}
      </label>
      {props.children({
        id,
        ref: adoptTyped,
        "aria-invalid": wrong ? true : undefined,
        "aria-describedby": described.filter(Boolean).join(" ") || undefined,
      })}
      {props.hint === undefined ? null : (
        <div className="form-text m-0" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      {wrong ? <FieldError id={`${id}-error`} errors={props.errors ?? []} /> : null}
    </div>
  );
}

export function FieldError({ id, errors }: { id?: string; errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <div className="field-error" id={id} role="alert">
      <CrossCircleIcon />
      <span>{errors.join(" ")}</span>
    </div>
  );
}
