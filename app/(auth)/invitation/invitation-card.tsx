"use client";

import { useEffect, useState } from "react";
import type { FoundLinkDto } from "#lib/users/managed-user-dto";
import { Link } from "../../_components/link";
import { Notice } from "../../_components/notice";
import { useAction } from "../../_components/use-action";
import { findLinkAction } from "./actions";
import { InvitationForm } from "./invitation-form";
import { useLinkToken } from "./use-link-token";

export function InvitationCard() {
  const token = useLinkToken();
  const [link, setLink] = useState<FoundLinkDto | null>(null);
  const { run, error } = useAction(findLinkAction, setLink, { quiet: true });
  useEffect(() => {
    if (token) run({ token });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each link
  }, [token]);
  if (token === "") {
    return (
      <NoLink message="There is no link here.">
        Open the link once more that an administrator gave you, whole, as it was given.
      </NoLink>
    );
  }
  if (error !== null) return <NoLink message={error.message}>{error.suggestion}</NoLink>;
  if (token === null || link === null) return <p role="status">Reading the link…</p>;
  return <InvitationForm token={token} link={link} />;
}

function NoLink(props: { message: string; children: string | undefined }) {
  return (
    <div className="stack">
      <Notice tone="bad" live>
        <p>
          <strong>{props.message}</strong>
        </p>
        <p>{props.children}</p>
      </Notice>
      <Link href="/sign-in">Sign in</Link>
    </div>
  );
}
