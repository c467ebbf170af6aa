"use client";

import { useEffect } from "react";
import { useRefresh } from "../live/use-refresh";
import { useNow } from "../use-now";
import { RunList, type ShownRun } from "./run-list";

const RUNS_SHOWN = 10;

/** The first of them that are still to come; the page is asked for more once too many have passed. */
export function RunsAhead(props: { runs: readonly ShownRun[]; zone: string; now: number }) {
  const refreshSoon = useRefresh();
  const now = useNow(props.now);
  const ahead = props.runs.filter(({ at }) => at > now).slice(0, RUNS_SHOWN);
  const isShort = ahead.length < Math.min(RUNS_SHOWN, props.runs.length);
  useEffect(() => {
    if (isShort) refreshSoon();
  }, [isShort, refreshSoon]);
  return <RunList runs={ahead} zone={props.zone} />;
}
