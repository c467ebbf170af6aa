import type { Tags } from "../core/model";
import { MINUTE_MS, statBetween, toMinute, valueOf, type Metrics, type Statistic } from "./metrics";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export const COMPARISONS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
] as const;
export const MISSING = ["breaching", "notBreaching", "ignore", "missing"] as const;

export interface AlarmSpec {
  name: string;
  description?: string | undefined;
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  statistic: Statistic;
  periodSeconds: number;
  evaluationPeriods: number;
  datapointsToAlarm?: number | undefined;
  threshold: number;
  comparison: (typeof COMPARISONS)[number];
  treatMissingData?: (typeof MISSING)[number] | undefined;
  unit?: string | undefined;
  actionsEnabled: boolean;
  alarmActions: string[];
  okActions: string[];
  insufficientDataActions: string[];
}

export interface Alarm extends AlarmSpec {
  createdAt: number;
  createdBy: string;
  configuredAt: number;
  state: AlarmState;
  stateReason: string;
  stateUpdatedAt: number;
  tags: Tags;
  removed?: { at: number; by: string } | undefined;
}

/** Alarms and metrics of one account in one region. */
export interface CloudwatchState {
  metrics: Metrics;
  alarms: Map<string, Alarm>;
  removedAlarms: Alarm[];
}

export const noCloudwatch = (): CloudwatchState => ({
  metrics: new Map(),
  alarms: new Map(),
  removedAlarms: [],
});

/** An alarm is looked at each minute; here when somebody asks, as of now. */
export function refreshAlarm(of: { alarm: Alarm; metrics: Metrics; now: number }): Alarm {
  const { alarm, now } = of;
  if (now < alarm.configuredAt + MINUTE_MS) return alarm;
  const { state, reason } = evaluate(of);
  if (state === undefined || state === alarm.state) return alarm;
  alarm.state = state;
  alarm.stateReason = reason;
  alarm.stateUpdatedAt = now;
  return alarm;
}

function evaluate(of: { alarm: Alarm; metrics: Metrics; now: number }): {
  state: AlarmState | undefined;
  reason: string;
} {
  const { alarm } = of;
  const values = valuesOf(of);
  const present = values.filter((value) => value !== undefined);
  const treat = alarm.treatMissingData ?? "missing";
  if (present.length === 0 && (treat === "missing" || treat === "ignore")) {
    const reason = "Insufficient Data: no datapoints were received.";
    return { state: treat === "missing" ? "INSUFFICIENT_DATA" : undefined, reason };
  }
  const missing = values.length - present.length;
  const breaching =
    present.filter((value) => isBreaching({ alarm, value })).length +
    (treat === "breaching" ? missing : 0);
  const needed = alarm.datapointsToAlarm ?? alarm.evaluationPeriods;
  // Without the missing ones fewer points may be all there is.
  const enough = treat === "missing" ? Math.min(needed, present.length) : needed;
  const word = breaching >= enough ? "ALARM" : "OK";
  const count = `${breaching} of ${values.length} datapoints`;
  return { state: word, reason: `Threshold Crossed: ${count} breach ${alarm.threshold}.` };
}

/** The newest period is the one that is running. */
function valuesOf(of: { alarm: Alarm; metrics: Metrics; now: number }): (number | undefined)[] {
  const { alarm, metrics, now } = of;
  const periodMs = alarm.periodSeconds * 1000;
  const end = toMinute(now) + MINUTE_MS;
  const metric = { ...alarm, name: alarm.metricName };
  return Array.from({ length: alarm.evaluationPeriods }, (_, i) => {
    const to = end - i * periodMs;
    const stat = statBetween({ metrics, metric, from: to - periodMs, to });
    return stat === undefined ? undefined : valueOf({ stat, statistic: alarm.statistic });
  });
}

function isBreaching({ alarm, value }: { alarm: Alarm; value: number }): boolean {
  const { comparison, threshold } = alarm;
  switch (comparison) {
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "GreaterThanThreshold":
      return value > threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
  }
}
