import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { forgetPatches, readConnection, subscribeLive } from "./live-store";
import { markLiveRefresh } from "./quiet-marks";

const REFRESH_MS_MIN = 1_000;

/** Asks for the page as it is now: at most once a second however often it is called, one at a time. */
export function useRefresh(): () => void {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Asked for and not yet there; called again meanwhile. */
  const open = useRef({ isAsked: false, isStale: false });
  const [refreshSoon] = useState(() => () => {
    if (timer.current !== undefined) return;
    const waitMs = Math.max(0, lastAt.current + REFRESH_MS_MIN - Date.now());
    timer.current = setTimeout(run, waitMs);
  });
  function run() {
    timer.current = undefined;
    // A page nobody looks at catches up when somebody does.
    if (document.hidden) {
      document.addEventListener("visibilitychange", refreshSoon, { once: true });
      return;
    }
    // Next would leave a page that it cannot fetch for the browser's own words of that.
    if (!isReachable()) return onceReachable(refreshSoon);
    open.current.isStale = open.current.isAsked;
    if (open.current.isAsked) return;
    open.current.isAsked = true;
    lastAt.current = Date.now();
    markLiveRefresh(true);
    startTransition(() => router.refresh());
  }
  useEffect(() => {
    if (refreshing) return;
    forgetPatches(lastAt.current);
    markLiveRefresh(false);
    const { isStale } = open.current;
    open.current = { isAsked: false, isStale: false };
    if (isStale) refreshSoon();
  }, [refreshing, refreshSoon]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return refreshSoon;
}

function isReachable(): boolean {
  return navigator.onLine && readConnection() === "open";
}

let isWaiting = false;

function onceReachable(then: () => void): void {
  if (isWaiting) return;
  isWaiting = true;
  const look = () => {
    if (!isReachable()) return;
    isWaiting = false;
    unsubscribe();
    removeEventListener("online", look);
    then();
  };
  const unsubscribe = subscribeLive(look);
  addEventListener("online", look);
}
