"use client";

import { useEffect } from "react";
import type { ActionResult } from "#lib/web/action-result";
import { tell } from "./popups";
import { useAction } from "./use-action";

/** For an act that has no room of its own for what went wrong: `failed` is the title of what tells it. */
export function useToldAction<Input, Data>(
  action: (input: Input) => Promise<ActionResult<Data>>,
  { failed, onSuccess }: { failed: string; onSuccess: (data: Data) => void },
) {
  const { run, pending, error } = useAction(action, onSuccess);
  useEffect(() => {
    if (error === null) return;
    const { code, message, suggestion = "" } = error;
    // Where the answer was lost, it may have been done.
    if (code === "unreachable") void tell({ title: message, text: suggestion });
    else void tell({ title: failed, text: `${message} ${suggestion}`.trim() });
  }, [error, failed]);
  return { run, pending };
}
