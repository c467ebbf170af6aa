"use client";

import { useEffect, useRef } from "react";
import type { Chart } from "chart.js";
import { toChartOptions, type ChartLook } from "./line-chart-options";

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
  /** A value with its unit. */
  toText: (value: number) => string;
  /** Shorter, for the axis. */
  toTick?: (value: number) => string;
  /** A moment that is marked. */
  markAt: number;
  /** Somebody pointed at a moment and pressed. */
  onPick?: (at: number) => void;
}

/** Fetched at first use. What it draws must stand in a table too: a canvas says nothing. */
export function LineChart(props: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  const chart = useRef<Chart<"line"> | null>(null);
  useEffect(() => {
    latest.current = props;
    // A task of its own: several charts that change at once block no frame together.
    const timer = setTimeout(() => {
      if (chart.current !== null) update(chart.current, props);
    });
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    let gone = false;
    let stop = () => {};
    const draw = async () => {
      const { Chart } = await import("./chart-library");
      if (gone || canvas.current === null) return;
      const made = new Chart(canvas.current, toChartOptions(latest, readLook(canvas.current)));
      chart.current = made;
      update(made, latest.current);
      stop = watchTheme(() => {
        const look = readLook(made.canvas);
        Object.assign(made.options, toChartOptions(latest, look).options);
        update(made, latest.current);
      });
    };
    void draw();
    return () => {
      gone = true;
      stop();
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);
  return (
    <div className="chart-box">
      <canvas ref={canvas} role="img" aria-label={props.label} />
    </div>
  );
}

function update(chart: Chart<"line">, props: LineChartProps): void {
  const look = readLook(chart.canvas);
  chart.data.datasets = props.lines.map(({ label, values, look: kind }) => ({
    label,
    data: values.map((y, index) => ({ x: props.xs[index] ?? 0, y })),
    borderColor: kind === "main" ? look.accent : look.quiet,
    backgroundColor: kind === "main" ? look.accentSoft : "transparent",
    borderDash: kind === "main" ? [] : [5, 4],
    borderWidth: 2,
    fill: kind === "main" ? "origin" : false,
    stepped: "before",
    pointRadius: 0,
    pointHitRadius: 8,
  }));
  chart.update("none");
}

function readLook(element: Element): ChartLook {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    accent: read("--accent"),
    accentSoft: read("--accent-soft"),
    quiet: read("--quiet"),
    edge: read("--edge"),
    text: read("--bs-secondary-color"),
    surface: read("--bs-body-color"),
    onSurface: read("--surface"),
    font: style.fontFamily,
  };
}

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", onChange);
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", onChange);
  };
}
