"use client";

import { useEffect, useId, useLayoutEffect, useRef } from "react";
import type { ReactNode } from "react";
import { focusMain } from "./focus-main";
import { CloseIcon } from "./icons";

/** The browser's own modal while it is mounted: Escape closes, focus returns to where it was. */
export function Dialog(props: {
  title: ReactNode;
  onClose: () => void;
  /** Something runs in it that must not be lost from view: it stays until that has ended. */
  busy?: boolean;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the element leaves: a dialog that is gone gives no focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  // What opened it may have gone meanwhile, or with it.
  useEffect(
    () => () => {
      if (document.activeElement === document.body) focusMain();
    },
    [],
  );
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        if (props.busy === true) event.preventDefault();
        else props.onClose();
      }}
      // A browser closes at the second Escape, whatever the first was answered.
      onClose={() => {
        if (props.busy === true) ref.current?.showModal();
      }}
    >
      <div className="dialog-head">
        <h2 id={id} className="hostile">
          {props.title}
        </h2>
        {props.busy === true ? null : (
          <button
            type="button"
            className="btn btn-quiet btn-icon"
            aria-label="Close"
            onClick={props.onClose}
          >
            <CloseIcon />
          </button>
        )}
      </div>
      {props.children}
    </dialog>
  );
}
