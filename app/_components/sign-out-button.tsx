"use client";

import { useActionState, useEffect } from "react";
import { signOutAction } from "../(dashboard)/actions";
import { CsrfField } from "./csrf-field";
import { SignOutIcon } from "./icons";

/** An icon beside the name of who is signed in; in words where nobody's name stands. */
export function SignOutButton({ inWords = false }: { inWords?: boolean }) {
  const [result, submit, pending] = useActionState(signOutAction, null);
  // This page is not of the present sign-in, or of none: the reload shows which.
  useEffect(() => {
    if (result?.ok === false) location.reload();
  }, [result]);
  return (
    <form action={submit}>
      <CsrfField />
      <button
        type="submit"
        className={inWords ? "btn btn-quiet" : "btn btn-quiet btn-icon"}
        aria-label={inWords ? undefined : "Sign out"}
        title={inWords ? undefined : "Sign out"}
        aria-disabled={pending}
      >
        <SignOutIcon />
        {inWords ? " Sign out" : null}
      </button>
    </form>
  );
}
