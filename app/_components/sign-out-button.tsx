"use client";

import { useActionState, useEffect } from "react";
import { signOutAction } from "../(dashboard)/actions";
import { CsrfField } from "./csrf-field";
import { SignOutIcon } from "./icons";

export function SignOutButton() {
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
        className="btn btn-quiet btn-icon"
        aria-label="Sign out"
        title="Sign out"
        aria-disabled={pending}
      >
        <SignOutIcon />
      </button>
    </form>
  );
}
