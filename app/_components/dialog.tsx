"use client";

import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "./icons";

/** The browser's own modal: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog(props: {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { open } = props;
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={id} onClose={props.onClose}>
      {open ? (
        <>
          <div className="dialog-head">
            <h2 id={id} className="hostile">
              {props.title}
            </h2>
            <button
              type="button"
              className="btn btn-quiet btn-icon"
              aria-label="Close"
              onClick={props.onClose}
            >
              <CloseIcon />
            </button>
          </div>
          {props.children}
        </>
      ) : null}
    </dialog>
  );
}
