import type { ReactNode } from "react";

/** Keeps its width and its focus while the form is on its way. */
export function SubmitButton(props: {
  pending: boolean;
  pendingText: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="submit"
      className={`btn ${props.className ?? "btn-primary"}`}
      aria-disabled={props.pending}
    >
      {props.pending ? props.pendingText : props.children}
    </button>
  );
}
