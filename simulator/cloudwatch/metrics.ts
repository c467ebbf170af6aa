export interface Stat {
  sum: number;
  count: number;
  min: number;
  max: number;
}

export interface MetricName {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

export interface Series extends MetricName {
  /** By the minute's beginning. */
  minutes: Map<number, Stat>;
}

/** Metrics of one account in one region, by `seriesKey`. */
export type Metrics = Map<string, Series>;

export const MINUTE_MS = 60_000;
/** AWS keeps minutes for 15 days and coarser ones after that; here there is nothing after that. */
const KEPT_MS = 15 * 24 * 60 * MINUTE_MS;

export const seriesKey = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).toSorted()]);

export const toMinute = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;

export function addPoint(of: {
  metrics: Metrics;
  metric: MetricName;
  at: number;
  stat: Stat;
}): void {
  const { metrics, metric, at, stat } = of;
  const key = seriesKey(metric);
  const series = metrics.get(key) ?? { ...metric, minutes: new Map<number, Stat>() };
  metrics.set(key, series);
  const minute = toMinute(at);
  const before = series.minutes.get(minute);
  series.minutes.set(minute, before === undefined ? stat : merge(before, stat));
  for (const old of series.minutes.keys()) {
    if (old >= minute - KEPT_MS) break;
    series.minutes.delete(old);
  }
}

export const one = (value: number): Stat => ({ sum: value, count: 1, min: value, max: value });

const merge = (a: Stat, b: Stat): Stat => ({
  sum: a.sum + b.sum,
  count: a.count + b.count,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
});

/** What was measured from `from` until before `to`; undefined for nothing. */
export function statBetween(of: {
  metrics: Metrics;
  metric: MetricName;
  from: number;
  to: number;
}): Stat | undefined {
  const minutes = of.metrics.get(seriesKey(of.metric))?.minutes ?? new Map<number, Stat>();
  const within = [...minutes].filter(([at]) => at >= of.from && at < of.to);
  return within
    .map(([, stat]) => stat)
    .reduce<Stat | undefined>(
      (sum, stat) => (sum === undefined ? stat : merge(sum, stat)),
      undefined,
    );
}

export const STATISTICS = ["Sum", "SampleCount", "Average", "Minimum", "Maximum"] as const;
export type Statistic = (typeof STATISTICS)[number];

export function valueOf({ stat, statistic }: { stat: Stat; statistic: Statistic }): number {
  switch (statistic) {
    case "Sum":
      return stat.sum;
    case "SampleCount":
      return stat.count;
    case "Average":
      return stat.sum / stat.count;
    case "Minimum":
      return stat.min;
    case "Maximum":
      return stat.max;
  }
}

/** Buckets of `periodMs` from `from` on, those without data left out. */
export function buckets(of: {
  metrics: Metrics;
  metric: MetricName;
  from: number;
  to: number;
  periodMs: number;
}): { at: number; stat: Stat }[] {
  const { from, to, periodMs } = of;
  const minutes = of.metrics.get(seriesKey(of.metric))?.minutes ?? new Map<number, Stat>();
  const found = new Map<number, Stat>();
  for (const [minute, stat] of minutes) {
    if (minute < from || minute >= to) continue;
    const at = from + Math.floor((minute - from) / periodMs) * periodMs;
    const before = found.get(at);
    found.set(at, before === undefined ? stat : merge(before, stat));
  }
  return [...found].map(([at, stat]) => ({ at, stat })).toSorted((a, b) => a.at - b.at);
}
