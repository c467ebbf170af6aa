import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  type ComparisonOperator,
  type MetricAlarm,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import { requireAnswer, requireList } from "../call-aws";
import type { Alarm, CloudWatch } from "./scheduling";
import { createCloudWatchCaller, type CloudWatchCall as Call } from "./cloudwatch-caller";
import { orNull, type CallerOptions } from "./service-caller";

export function createCloudWatch(options: CallerOptions): CloudWatch {
  const call: Call = createCloudWatchCaller(options);
  return {
    findAlarm: (name) => findAlarm(call, name),
    async putAlarm(alarm, tags) {
      await call("PutMetricAlarm", (client, { prepare, options: sending }) =>
        client.send(prepare(new PutMetricAlarmCommand(fromAlarm(alarm, tags))), sending),
      );
    },
    async deleteAlarm(name) {
      await orNull(
        call("DeleteAlarms", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteAlarmsCommand({ AlarmNames: [name] })), sending),
        ),
        "ResourceNotFound",
        "ResourceNotFoundException",
      );
    },
    sumByPeriod: (input) => sumByPeriod(call, input),
  };
}

async function findAlarm(call: Call, name: string): ReturnType<CloudWatch["findAlarm"]> {
  const action = "DescribeAlarms";
  const input = { AlarmNames: [name], AlarmTypes: ["MetricAlarm" as const] };
  const answer = await call(action, (client, { prepare, options }) =>
    client.send(prepare(new DescribeAlarmsCommand(input)), options),
  );
  const alarms = requireList(answer.MetricAlarms, { action, what: "alarms" });
  const found = alarms.find(({ AlarmName }) => AlarmName === name);
  if (!found) return null;
  const state = requireAnswer(found.StateValue, { action, what: "state" });
  return { ...toAlarm(action, found), state };
}

async function sumByPeriod(
  call: Call,
  input: Parameters<CloudWatch["sumByPeriod"]>[0],
): ReturnType<CloudWatch["sumByPeriod"]> {
  const action = "GetMetricStatistics";
  const request = {
    Namespace: "AWS/Lambda",
    MetricName: input.metricName,
    Dimensions: [{ Name: "FunctionName", Value: input.functionName }],
    StartTime: new Date(input.from),
    EndTime: new Date(input.to),
    Period: input.periodSeconds,
    Statistics: ["Sum" as const],
  };
  const answer = await call(action, (client, { prepare, options }) =>
    client.send(prepare(new GetMetricStatisticsCommand(request)), options),
  );
  return requireList(answer.Datapoints, { action, what: "data points" })
    .map(({ Timestamp, Sum }) => ({
      at: requireAnswer(Timestamp, { action, what: "time" }).getTime(),
      sum: requireAnswer(Sum, { action, what: "sum" }),
    }))
    .toSorted((a, b) => a.at - b.at);
}

function fromAlarm(alarm: Alarm, tags: Readonly<Record<string, string>>) {
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    Namespace: alarm.namespace,
    MetricName: alarm.metricName,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: toStatistic(alarm.statistic),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: toComparison(alarm.comparison),
    TreatMissingData: alarm.treatMissingData,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmActions: alarm.actions.alarm,
    OKActions: alarm.actions.ok,
    InsufficientDataActions: alarm.actions.insufficientData,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function toAlarm(action: string, alarm: MetricAlarm): Alarm {
  const dimensions = (alarm.Dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""]);
  return {
    name: requireAnswer(alarm.AlarmName, { action, what: "alarm's name" }),
    description: alarm.AlarmDescription ?? "",
    namespace: alarm.Namespace ?? "",
    metricName: alarm.MetricName ?? "",
    dimensions: Object.fromEntries(dimensions),
    statistic: alarm.Statistic ?? "",
    periodSeconds: alarm.Period ?? 0,
    evaluationPeriods: alarm.EvaluationPeriods ?? 0,
    threshold: alarm.Threshold ?? 0,
    comparison: alarm.ComparisonOperator ?? "",
    // AWS's own, where nothing was given.
    treatMissingData: alarm.TreatMissingData || "missing",
    actionsEnabled: alarm.ActionsEnabled ?? true,
    actions: {
      alarm: alarm.AlarmActions ?? [],
      ok: alarm.OKActions ?? [],
      insufficientData: alarm.InsufficientDataActions ?? [],
    },
  };
}

/** Names of AWS, which are ours as well. */
function toStatistic(name: string): Statistic {
  return name as Statistic;
}

function toComparison(name: string): ComparisonOperator {
  return name as ComparisonOperator;
}
