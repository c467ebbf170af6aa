"use client";

import { useActionState } from "react";
import { signOutAction } from "../(dashboard)/actions";
import { SignOutIcon } from "./icons";

export function SignOutButton() {
  const [, submit, pending] = useActionState(signOutAction, null);
  return (
    <form action={submit}>
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
