"use client";

import { useEffect, useRef, useState, useTransition } from "react";
import { unstable_rethrow } from "next/navigation";
import type { ActionError, ActionResult } from "#lib/web/action-result";
import { toast } from "./popups";
import { withProof } from "./proof/with-proof";

export interface ActionState<Input> {
  run: (input: Input) => void;
  pending: boolean;
  error: ActionError | null;
  clear: () => void;
}

/**
 * Runs a server action once at a time: a second click while one runs does nothing. What fails after
 * its form has gone is told all the same.
 */
export function useAction<Input, Data>(
  action: (input: Input) => Promise<ActionResult<Data>>,
  onSuccess?: (data: Data) => void,
  /** Nobody waits for its answer elsewhere: a look, not an act. */
  { quiet = false }: { quiet?: boolean } = {},
): ActionState<Input> {
  const [pending, startTransition] = useTransition();
  const [error, setError] = useState<ActionError | null>(null);
  const busy = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => void (isGone.current = true);
  }, []);
  const run = (input: Input) => {
    if (busy.current) return;
    busy.current = true;
    setError(null);
    startTransition(async () => {
      const result = await settle(() => withProof(() => action(input)));
      busy.current = false;
      if (result.ok) return onSuccess?.(result.data);
      setError(result.error);
      if (isGone.current && !quiet) void toast({ tone: "error", text: result.error.message });
    });
  };
  return { run, pending, error, clear: () => setError(null) };
}

async function settle<Data>(call: () => Promise<ActionResult<Data>>): Promise<ActionResult<Data>> {
  try {
    return await call();
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: toLocalError(error) };
  }
}

// The server did not answer as a server action does: it is away, or a newer version runs there.
function toLocalError(error: unknown): ActionError {
  const text = error instanceof Error ? error.message : "";
  const stale = text.includes("Server Action");
  return {
    code: stale ? "stale_page" : "unreachable",
    message: stale ? "This page is older than the server." : "The server did not answer.",
    suggestion: stale
      ? "Reload the page and try again."
      : "Check the connection and try again. What you typed is still here.",
    requestId: "",
  };
}
