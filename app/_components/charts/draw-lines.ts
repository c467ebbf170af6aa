import { Chart } from "./chart-library";
import type { LineChartProps } from "./line-chart";
import { toChartOptions, type ChartLook } from "./line-chart-options";

export interface DrawnLines {
  update: () => void;
  destroy: () => void;
}

/** `latest`: what the chart shows by then. */
export function drawLines(
  canvas: HTMLCanvasElement,
  latest: { current: LineChartProps },
): DrawnLines {
  const chart = new Chart(canvas, toChartOptions(latest, readLook(canvas)));
  update(chart, latest.current);
  const stop = watchTheme(() => {
    Object.assign(chart.options, toChartOptions(latest, readLook(canvas)).options);
    update(chart, latest.current);
  });
  return {
    update: () => update(chart, latest.current),
    destroy: () => {
      stop();
      chart.destroy();
    },
  };
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
