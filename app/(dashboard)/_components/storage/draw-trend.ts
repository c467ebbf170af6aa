import {
  CategoryScale,
  Chart,
  Filler,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
} from "chart.js";

Chart.register(
  CategoryScale,
  Filler,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
);

export interface TrendPoint {
  label: string;
  gib: number;
  /** What the tooltip adds. */
  note: string;
}

export interface DrawnTrend {
  update(points: readonly TrendPoint[]): void;
  /** The theme changed. */
  recolor(): void;
  destroy(): void;
}

/** A line of sizes over days, in the page's own colours. */
export function drawTrend(canvas: HTMLCanvasElement, points: readonly TrendPoint[]): DrawnTrend {
  let shown = points;
  const chart = new Chart<"line", number[], string>(canvas, {
    type: "line",
    data: { labels: [], datasets: [{ data: [], fill: true, pointRadius: 0, borderWidth: 2 }] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      elements: { line: { tension: 0.2 }, point: { hitRadius: 12, hoverRadius: 4 } },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: {
            label: ({ dataIndex }) => shown[dataIndex]?.note ?? "",
          },
        },
      },
      scales: {
        x: {
          grid: { display: false },
          ticks: { maxTicksLimit: 6, maxRotation: 0, autoSkipPadding: 16 },
        },
        y: {
          beginAtZero: true,
          border: { display: false },
          ticks: {
            maxTicksLimit: 4,
            callback: (value) => `${Number(value).toLocaleString("en-US")} GiB`,
          },
        },
      },
    },
  });
  const fill = () => {
    const [line] = chart.data.datasets;
    chart.data.labels = shown.map(({ label }) => label);
    if (line) line.data = shown.map(({ gib }) => gib);
  };
  const color = () => {
    const style = getComputedStyle(canvas);
    const read = (name: string) => style.getPropertyValue(name).trim();
    const [line] = chart.data.datasets;
    if (line)
      Object.assign(line, {
        borderColor: read("--accent"),
        backgroundColor: read("--accent-soft"),
      });
    for (const scale of Object.values(chart.options.scales ?? {})) {
      Object.assign(scale?.ticks ?? {}, { color: read("--bs-secondary-color") });
      Object.assign(scale?.grid ?? {}, { color: read("--edge") });
    }
    chart.options.font = { family: style.fontFamily, size: 12 };
  };
  const refresh = () => {
    fill();
    color();
    chart.update("none");
  };
  refresh();
  return {
    update(next) {
      shown = next;
      refresh();
    },
    recolor: refresh,
    destroy: () => chart.destroy(),
  };
}
