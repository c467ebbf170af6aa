import { whenActsEnd } from "../acts-in-flight";
import { LIVE_EVENT_TYPES, parseLiveEvent } from "./live-event";
import type { ConnectionState, LiveEvent } from "./live-event";

const REOPEN_MS_MIN = 2_000;
const REOPEN_MS_MAX = 10_000;
/** The server beats every 15 s: after so long a silence the connection is dead, whatever it says. */
const SILENT_MS_MAX = 40_000;

export interface LiveSourceOptions {
  /** The last event the page knows of, asked for at every opening. */
  afterId: () => number;
  onEvent: (event: LiveEvent) => void;
  onState: (state: ConnectionState) => void;
}

/**
 * One EventSource, kept open. The browser itself reconnects, with Last-Event-ID, unless the
 * server answered with an error or nothing is heard any more: then it is opened anew.
 */
export function openLiveSource(options: LiveSourceOptions): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = REOPEN_MS_MIN;
  const leaving = new AbortController();

  const hear = () => {
    clearTimeout(watch);
    watch = setTimeout(reopen, SILENT_MS_MAX);
  };
  const reopen = () => {
    source?.close();
    options.onState("connecting");
    open();
  };
  const open = () => {
    source = new EventSource(`/api/events?after=${options.afterId()}`);
    hear();
    source.addEventListener("open", () => {
      pauseMs = REOPEN_MS_MIN;
      hear();
      options.onState("open");
    });
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return options.onState("connecting");
      clearTimeout(watch);
      options.onState("lost");
      void leaveIfSignedOut(leaving.signal);
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, REOPEN_MS_MAX);
    });
    source.addEventListener("beat", hear);
    for (const type of LIVE_EVENT_TYPES) {
      source.addEventListener(type, (message) => {
        hear();
        const event = parseLiveEvent(message);
        if (event !== null) options.onEvent(event);
      });
    }
  };
  open();
  return () => {
    leaving.abort();
    clearTimeout(timer);
    clearTimeout(watch);
    source?.close();
  };
}

const AGAIN_MS = 500;

// An ended session answers every stream with 401: the page then asks to sign in again. Asked twice:
// a proof just given changes the cookie, and one request may still have carried the one before.
// Whoever signed out here is on another page by then, which must not be reloaded under their hands.
async function leaveIfSignedOut(gone: AbortSignal): Promise<void> {
  if (!(await isSignedOut(gone))) return;
  // An act that gives this browser another session: its answer has the cookie, and what is shown once.
  await whenActsEnd();
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  if ((await isSignedOut(gone)) && !gone.aborted) location.reload();
}

async function isSignedOut(signal: AbortSignal): Promise<boolean> {
  const answer = await fetch("/api/me", {
    cache: "no-store",
    headers: { "x-amivault-background": "1" },
    signal,
  }).catch(() => null);
  return answer?.status === 401;
}
