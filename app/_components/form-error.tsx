"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import type { ActionError } from "#lib/web/action-result";
import { focusFirstError } from "./focus-first-error";
import { Link } from "./link";
import { Notice } from "./notice";

/** What happened, why, and what to do; errors that belong to a field stand there instead. */
export function FormError({ error }: { error: ActionError | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null) focusFirstError(place.current?.closest("form") ?? null);
  }, [error]);
  if (error === null) return null;
  return (
    <div ref={place}>
      <ErrorNotice error={error} />
    </div>
  );
}

function ErrorNotice({ error }: { error: ActionError }) {
  const path = usePathname();
  const general = error.fields?.[""]?.join(" ");
  const fields = Object.keys(error.fields ?? {}).filter((field) => field !== "");
  if (fields.length > 0 && general === undefined && error.code === "validation") {
    return (
      <Notice tone="bad" live>
        {error.message}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" live>
      <p>
        <strong>{error.message}</strong> {general}
      </p>
      {error.suggestion === undefined ? null : <p>{error.suggestion}</p>}
      {error.code === "unauthorized" && path !== "/sign-in" ? (
        <Link href="/sign-in">Sign in again</Link>
      ) : null}
      {error.code === "proof_required" ? (
        <Link href={`/prove?next=${encodeURIComponent(path)}`}>Prove it, then send this again</Link>
      ) : null}
      {error.link === undefined ? null : <Link href={error.link}>Show it</Link>}
      {error.code === "internal" ? <p className="small">Request {error.requestId}</p> : null}
    </Notice>
  );
}
