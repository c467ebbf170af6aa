"use client";

import type { PasswordLinkDto } from "#lib/users/managed-user-dto";
import { CopyButton } from "../../../_components/copy-button";
import { ExactTime } from "../../../_components/exact-time";
import { Notice } from "../../../_components/notice";

/** Shown once: only its hash is kept. */
export function OneTimeLink({ link, now }: { link: PasswordLinkDto; now: number }) {
  const url = link.url ?? new URL(link.path, window.location.origin).href;
  return (
    <Notice tone="run" live>
      <p>
        <strong>Hand this link over in a safe way.</strong> Whoever opens it first chooses the
        password. It is not shown again, works once, and ends{" "}
        <ExactTime at={link.expiresAt} now={now} /> UTC.
      </p>
      <p>
        <code className="text-break" data-one-time-link>
          {url}
        </code>{" "}
        <CopyButton text={url} label="the link" />
      </p>
    </Notice>
  );
}
