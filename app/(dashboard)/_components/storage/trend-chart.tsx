"use client";

import { useEffect, useRef } from "react";
import { whenNear } from "../../../_components/when-near";
import type { DrawnTrend, TrendPoint } from "./draw-trend";

/** The chart's library comes when somebody is about to see it; its room is there from the start. */
export function TrendChart({ points, label }: { points: readonly TrendPoint[]; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<DrawnTrend | null>(null);
  const latest = useRef(points);
  useEffect(() => {
    latest.current = points;
    drawn.current?.update(points);
  }, [points]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let isGone = false;
    const draw = async () => {
      const { drawTrend } = await import("./draw-trend");
      if (!isGone) drawn.current = drawTrend(element, latest.current);
    };
    // Without its library the numbers beside it, and the table, say the same.
    const stopWaiting = whenNear(element, () => void draw().catch(() => undefined));
    const stopWatching = watchTheme(() => drawn.current?.recolor());
    return () => {
      isGone = true;
      stopWaiting();
      stopWatching();
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, []);
  return (
    <div className="trend">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

function watchTheme(onChange: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", onChange);
  const chosen = new MutationObserver(onChange);
  chosen.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  return () => {
    dark.removeEventListener("change", onChange);
    chosen.disconnect();
  };
}
