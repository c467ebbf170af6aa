"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ManagedUserDto, PasswordLinkDto } from "#lib/users/managed-user-dto";
import { OneTimeLink } from "../_components/one-time-link";
import {
  activateUserAction,
  deactivateUserAction,
  deleteUserAction,
  renewPasswordLinkAction,
  resetSecondFactorOfUserAction,
  resetUserPasswordAction,
  revokePasswordLinkAction,
} from "../actions";
import { ActButton } from "./act-button";

const ENDS = "Every session, personal token and link of theirs ends at once.";

export function UserActs({ user, now }: { user: ManagedUserDto; now: number }) {
  const router = useRouter();
  const [link, setLink] = useState<PasswordLinkDto | null>(null);
  const input = { userId: user.id };
  const { username, state } = user;
  return (
    <div className="stack">
      {link === null ? null : <OneTimeLink link={link} now={now} />}
      <div className="d-flex flex-wrap gap-2">
        {state === "active" ? (
          <ActButton
            label="Reset the password"
            action={resetUserPasswordAction}
            input={input}
            destroys
            question={{
              title: `Reset the password of “${username}”?`,
              text: `The old one ends now. ${ENDS} You get a link by which they choose another.`,
            }}
            onDone={setLink}
          />
        ) : null}
        {state === "invited" || state === "reset" ? (
          <ActButton
            label="Make a new link"
            action={renewPasswordLinkAction}
            input={input}
            onDone={setLink}
          />
        ) : null}
        {user.link === null ? null : (
          <ActButton
            label="Take the link back"
            action={revokePasswordLinkAction}
            input={input}
            onDone={() => setLink(null)}
          />
        )}
        {user.hasSecondFactor ? (
          <ActButton
            label="Reset the second factor"
            action={resetSecondFactorOfUserAction}
            input={input}
            destroys
            question={{
              title: `Reset the second factor of “${username}”?`,
              text: "Their authenticator and recovery codes count no more, and they are signed out. Make sure by another way that it is they who ask.",
            }}
          />
        ) : null}
        {state === "deactivated" ? (
          <ActButton label="Activate" action={activateUserAction} input={input} />
        ) : (
          <ActButton
            label="Deactivate"
            action={deactivateUserAction}
            input={input}
            destroys
            question={{
              title: `Deactivate “${username}”?`,
              text: `${ENDS} You can activate them again; tokens and links do not come back.`,
            }}
          />
        )}
        <ActButton
          label="Delete the user"
          action={deleteUserAction}
          input={input}
          destroys
          question={{
            title: `Delete the user “${username}”?`,
            text: `${ENDS} What they did stays, under their name.`,
          }}
          onDone={() => router.push("/users")}
        />
      </div>
    </div>
  );
}
