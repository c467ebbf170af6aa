import type { ReactNode } from "react";
import type { ActionError } from "#lib/web/action-result";
import { FormError } from "../form-error";
import { SubmitButton } from "../submit-button";

/** One question, its answer by name, and a way back. */
export function ActForm(props: {
  error: ActionError | null;
  pending: boolean;
  act: string;
  pendingText: string;
  tone?: "btn-primary" | "btn-danger";
  onSubmit: (field: (name: string) => string) => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  return (
    <form
      method="post"
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        props.onSubmit((name) => {
          const value = typed.get(name);
          return typeof value === "string" ? value : "";
        });
      }}
    >
      <FormError error={props.error} />
      {props.children}
      <div className="form-actions">
        <SubmitButton
          pending={props.pending}
          pendingText={props.pendingText}
          className={props.tone ?? "btn-primary"}
        >
          {props.act}
        </SubmitButton>
        <button type="button" className="btn btn-plain" onClick={props.onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
