"use client";

import { useEffect, useRef, useState, useTransition } from "react";
import { unstable_rethrow } from "next/navigation";
import type { ActionError, ActionResult } from "#lib/web/action-result";
import { toLocalError } from "./local-error";
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
  options: {
    /** Nobody waits for its answer elsewhere: a look, not an act. */
    quiet?: boolean;
    /** What to do where the answer was lost, and with it what is shown once. */
    unanswered?: string;
  } = {},
): ActionState<Input> {
  const { quiet = false, unanswered } = options;
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
      const result = await settle(() => withProof(() => action(input)), unanswered);
      busy.current = false;
      if (result.ok) return onSuccess?.(result.data);
      setError(result.error);
      if (isGone.current && !quiet) void toast({ tone: "error", text: result.error.message });
    });
  };
  return { run, pending, error, clear: () => setError(null) };
}

async function settle<Data>(
  call: () => Promise<ActionResult<Data>>,
  unanswered: string | undefined,
): Promise<ActionResult<Data>> {
  try {
    return await call();
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: toLocalError(error, unanswered) };
  }
}
