"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import type { ActionError } from "#lib/web/action-result";
import { focusFirstError } from "./focus-first-error";
import { Link } from "./link";
import { Notice } from "./notice";
import { Suggestion } from "./suggestion";

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
  const toDo = error.suggestion === undefined ? null : <Suggestion text={error.suggestion} />;
  if (fields.length > 0 && general === undefined && error.code === "validation") {
    return (
      <Notice tone="bad" live>
        {toDo === null ? error.message : <p>{error.message}</p>}
        {toDo}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" live>
      <p>
        <strong>{error.message}</strong> {general}
      </p>
      {toDo}
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
