"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore, useTransition } from "react";
import { OfflineIcon } from "../icons";
import {
  applyEvent,
  forgetPatches,
  readConnection,
  setConnection,
  subscribeLive,
} from "./live-store";
import { joinLiveTabs } from "./live-tabs";

const REFRESH_MS_MIN = 1_000;
const QUIET_MS = 4_000;

/** Keeps the open page true: patches by id at once, the rest at most once a second. */
export function LivePage({ afterId }: { afterId: number }) {
  const refreshSoon = useRefresh();
  const first = useRef(afterId);
  useEffect(
    () =>
      joinLiveTabs({
        afterId: first.current,
        onState: setConnection,
        onEvent: (event) => {
          if (isElsewhere(event.type)) return;
          if (!applyEvent(event) || isShownWhole(event.entityId)) refreshSoon();
        },
      }),
    [refreshSoon],
  );
  return <ConnectionNote />;
}

/** The steps of a look at hundreds of places concern the page that shows them, and no other. */
function isElsewhere(type: string): boolean {
  return type === "discovery.progress" && document.querySelector("[data-live-discovery]") === null;
}

/** A page about this one thing shows more of it than a patch tells. */
function isShownWhole(entityId: string): boolean {
  const shown = document.querySelector<HTMLElement>("[data-live-entity]");
  return shown?.dataset["liveEntity"] === entityId;
}

function useRefresh(): () => void {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
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
    lastAt.current = Date.now();
    startTransition(() => router.refresh());
  }
  useEffect(() => {
    if (!refreshing) forgetPatches();
  }, [refreshing]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return refreshSoon;
}

/** Quiet, and only when the connection stays away. */
function ConnectionNote() {
  const state = useSyncExternalStore(subscribeLive, readConnection, () => "connecting" as const);
  const [late, setLate] = useState(false);
  const isOpen = state === "open";
  useEffect(() => {
    if (isOpen) return undefined;
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isOpen]);
  return (
    <div role="status">
      {late && !isOpen ? (
        <div className="connection-note">
          <OfflineIcon /> Live updates are interrupted. This page catches up by itself.
        </div>
      ) : null}
    </div>
  );
}
