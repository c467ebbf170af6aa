"use client";

import { useEffect, useState } from "react";
import type { RetentionHistoryDto } from "#lib/retention/compare-dto";

export type HistoryState =
  | { status: "loading" }
  | { status: "ready"; history: RetentionHistoryDto }
  | { status: "failed"; message: string };

/** The images, schedules and policy of an instance, asked for by its id. */
export function useHistory(instanceId: string | null): HistoryState {
  const [found, setFound] = useState<{ of: string | null; state: HistoryState } | null>(null);
  useEffect(() => {
    if (instanceId === null) return;
    const controller = new AbortController();
    const ask = async () => {
      const state = await readHistory(instanceId, controller.signal);
      if (!controller.signal.aborted) setFound({ of: instanceId, state });
    };
    void ask();
    return () => controller.abort();
  }, [instanceId]);
  return found !== null && found.of === instanceId ? found.state : { status: "loading" };
}

async function readHistory(instanceId: string, signal: AbortSignal): Promise<HistoryState> {
  try {
    const path = `/api/instances/${encodeURIComponent(instanceId)}/retention-history`;
    const response = await fetch(path, { signal });
    if (response.ok) return { status: "ready", history: await response.json() };
    const missing = response.status === 404;
    const message = missing
      ? "There is no such instance, or it is not yours to see. Choose another one."
      : "The server could not give its images. Try again in a moment.";
    return { status: "failed", message };
  } catch {
    return { status: "failed", message: "The server did not answer. Check the connection." };
  }
}
