import { LIVE_EVENT_TYPES, parseLiveEvent } from "./live-event";
import type { ConnectionState, LiveEvent } from "./live-event";

const REOPEN_MS_MIN = 2_000;
const REOPEN_MS_MAX = 30_000;

export interface LiveSourceOptions {
  /** The last event the page knows of, asked for at every opening. */
  afterId: () => number;
  onEvent: (event: LiveEvent) => void;
  onState: (state: ConnectionState) => void;
}

/**
 * One EventSource, kept open. The browser itself reconnects, with Last-Event-ID, unless the
 * server answered with an error: then it is opened anew, after growing pauses.
 */
export function openLiveSource(options: LiveSourceOptions): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = REOPEN_MS_MIN;

  const open = () => {
    source = new EventSource(`/api/events?after=${options.afterId()}`);
    source.addEventListener("open", () => {
      pauseMs = REOPEN_MS_MIN;
      options.onState("open");
    });
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return options.onState("connecting");
      options.onState("lost");
      void leaveIfSignedOut();
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, REOPEN_MS_MAX);
    });
    for (const type of LIVE_EVENT_TYPES) {
      source.addEventListener(type, (message) => {
        const event = parseLiveEvent(message);
        if (event !== null) options.onEvent(event);
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

// An ended session answers every stream with 401: the page then asks to sign in again.
async function leaveIfSignedOut(): Promise<void> {
  const answer = await fetch("/api/me", { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) location.reload();
}
