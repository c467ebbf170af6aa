"use client";

import { useEffect, useRef } from "react";
import { whenNear } from "../when-near";
import type { DrawnLines } from "./draw-lines";

export interface ChartLine {
  label: string;
  /** Beside the chart's `xs`; null leaves a gap. */
  values: ReadonlyArray<number | null>;
  /** `main` is drawn on, `other` is dashed: two lines are told apart without colour. */
  look: "main" | "other";
}

export interface LineChartProps {
  label: string;
  /** Instants, ascending. */
  xs: readonly number[];
  lines: readonly ChartLine[];
  /** A value with its unit; `index` among `xs`. */
  toText: (value: number, index: number) => string;
  /** Shorter, for the axis. */
  toTick: (value: number) => string;
  /** A moment that is marked. */
  markAt?: number;
  /** Somebody pointed at a moment and pressed. */
  onPick?: (at: number) => void;
}

/**
 * Its library comes when somebody is about to see it; its room is there from the start. What it
 * draws must stand in a table too: a canvas says nothing.
 */
export function LineChart(props: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  const drawn = useRef<DrawnLines | null>(null);
  useEffect(() => {
    latest.current = props;
    // A task of its own: several charts that change at once block no frame together.
    const timer = setTimeout(() => drawn.current?.update());
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let isGone = false;
    const draw = async () => {
      const { drawLines } = await import("./draw-lines");
      // A task of its own: the library's first and the drawing together are felt in a scroll.
      await new Promise((resolve) => setTimeout(resolve));
      if (!isGone) drawn.current = drawLines(element, latest);
    };
    // Without its library the table says the same.
    const stopWaiting = whenNear(element, () => void draw().catch(() => undefined));
    return () => {
      isGone = true;
      stopWaiting();
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, []);
  return (
    <div className={props.onPick === undefined ? "chart-box" : "chart-box is-picked"}>
      <canvas ref={canvas} role="img" aria-label={props.label} />
    </div>
  );
}
