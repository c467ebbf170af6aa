import type { Chart, ChartConfiguration, Plugin } from "chart.js";
import { toDayText } from "../day-text.pure";
import type { LineChartProps } from "./line-chart";
import { timeTicks, timeTickText } from "./time-ticks.pure";

/** Colours of the theme, as the page's own styles have them. */
export interface ChartLook {
  accent: string;
  accentSoft: string;
  quiet: string;
  edge: string;
  text: string;
  surface: string;
  onSurface: string;
  font: string;
}

/** `latest`: what the chart shows by then. Nothing moves: a chart is read, not watched. */
export function toChartOptions(
  latest: { current: LineChartProps },
  look: ChartLook,
): ChartConfiguration<"line"> {
  const font = { family: look.font, size: 11 };
  return {
    type: "line",
    data: { datasets: [] },
    plugins: [markPlugin(latest, look)],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: "index", intersect: false },
      onClick: (event, _, chart) => pick(latest.current, { x: event.x, chart }),
      scales: {
        x: {
          type: "linear",
          bounds: "data",
          grid: { color: look.edge, drawTicks: false },
          border: { color: look.edge },
          afterBuildTicks: (axis) => {
            axis.ticks = timeTicks(latest.current.xs).map(({ at }) => ({ value: at }));
          },
          ticks: {
            color: look.text,
            font,
            maxRotation: 0,
            autoSkipPadding: 12,
            callback: (value) => timeTickText(Number(value), latest.current.xs),
          },
        },
        y: {
          beginAtZero: true,
          grid: { color: look.edge, drawTicks: false },
          border: { display: false },
          ticks: {
            color: look.text,
            font,
            maxTicksLimit: 5,
            callback: (value) => latest.current.toTick(Number(value)),
          },
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: look.surface,
          titleColor: look.onSurface,
          bodyColor: look.onSurface,
          titleFont: font,
          bodyFont: font,
          displayColors: false,
          callbacks: {
            title: ([item]) => toDayText(item?.parsed.x ?? 0),
            label: ({ dataset, parsed, dataIndex }) =>
              `${dataset.label ?? ""}: ${latest.current.toText(parsed.y ?? 0, dataIndex)}`,
          },
        },
      },
    },
  };
}

function pick(props: LineChartProps, at: { x: number | null; chart: Chart }): void {
  const scale = at.chart.scales["x"];
  if (at.x === null || scale === undefined) return;
  const value = scale.getValueForPixel(at.x);
  if (value !== undefined) props.onPick?.(value);
}

function markPlugin(latest: { current: LineChartProps }, look: ChartLook): Plugin<"line"> {
  return {
    id: "mark",
    afterDatasetsDraw(chart) {
      const scale = chart.scales["x"];
      const { markAt } = latest.current;
      if (scale === undefined || markAt === undefined) return;
      const x = scale.getPixelForValue(markAt);
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.strokeStyle = look.accent;
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
}
