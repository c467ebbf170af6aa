import { LIVE_REFRESH_COOKIE, LIVE_REFRESH_SECONDS_MAX } from "#lib/web/live-refresh.pure";
import { writeTasteCookie } from "../write-taste-cookie";

/** Somebody who has just done something is there: what the page asks for then says so too. */
const PRESENT_MS = 60_000;

let touchedAt = 0;
let isMarked = false;

/** Tells the server that the page itself asks, and nobody before it. */
export function markLiveRefresh(on: boolean): void {
  if (on ? Date.now() - touchedAt < PRESENT_MS : !isMarked) return;
  isMarked = on;
  writeTasteCookie({
    name: LIVE_REFRESH_COOKIE,
    value: on ? "1" : null,
    seconds: LIVE_REFRESH_SECONDS_MAX,
    sameSite: "strict",
  });
}

/** From the first key or click on, what this tab asks for counts again. */
export function watchPresence(): () => void {
  const kinds = ["pointerdown", "keydown"] as const;
  for (const kind of kinds) addEventListener(kind, touch, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) removeEventListener(kind, touch, { capture: true });
  };
}

function touch(): void {
  touchedAt = Date.now();
  markLiveRefresh(false);
}
