"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { OfflineIcon } from "../icons";
import { applyEvent, readConnection, setConnection, subscribeLive } from "./live-store";
import { joinLiveTabs } from "./live-tabs";
import { watchPresence } from "./quiet-marks";
import { mayConcern } from "./relevance.pure";
import { useRefresh } from "./use-refresh";

const QUIET_MS = 4_000;

/** Keeps the open page true: patches by id at once, the rest as use-refresh.ts paces it. */
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
          const isPatched = applyEvent(event) && !isShownWhole(event.entityId);
          if (!isPatched && mayConcern(location.pathname, event.type)) refreshSoon();
        },
      }),
    [refreshSoon],
  );
  useEffect(watchPresence, []);
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
