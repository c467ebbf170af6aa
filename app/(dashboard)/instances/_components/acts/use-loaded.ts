"use client";

import { useEffect, useState } from "react";
import type { ActionResult } from "#lib/web/action-result";

type Loaded<T> = ActionResult<T> | null;

/** What a dialog needs before it can ask; null until it is there. */
export function useLoaded<T>(load: () => Promise<ActionResult<T>>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>(null);
  useEffect(() => {
    let isHere = true;
    const away: ActionResult<T> = {
      ok: false,
      error: {
        code: "unreachable",
        message: "The server did not answer.",
        suggestion: "Close this and try again.",
        requestId: "",
      },
    };
    const run = async () => {
      const answer = await load().catch(() => away);
      if (isHere) setLoaded(answer);
    };
    void run();
    return () => {
      isHere = false;
    };
  }, [load]);
  return loaded;
}
