import { AwsError } from "../core/errors";
import {
  authorize,
  authorizeAs,
  type Call,
  type CallFacts,
  type Operation,
} from "../core/operation";
import type { Input } from "../wire/input";
import type { WireObject } from "../wire/xml";
import { refreshAlarm, type Alarm } from "./alarm";
import { readAlarm, readTags } from "./read-alarm";
import { readChoice } from "./read-metric";

const PAGE_MAX = 100;
const PAGE_DEFAULT = 50;
const STATES = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;

const alarmArn = ({ region, accountId }: CallFacts, name: string): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;

export const putMetricAlarm: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { here, params, now, caller, entry } = call;
    const spec = readAlarm(params);
    entry.detail["alarmName"] = spec.name;
    const tags = readTags(params);
    const resource = alarmArn(call, spec.name);
    authorize(call, resource, { requestTags: tags });
    const known = here.cloudwatch.alarms.get(spec.name);
    if (known === undefined && tags.size > 0) {
      authorizeAs({
        call,
        action: "cloudwatch:TagResource",
        resource,
        facts: { requestTags: tags },
      });
    }
    here.cloudwatch.alarms.set(spec.name, {
      createdAt: now,
      createdBy: caller.arn,
      state: "INSUFFICIENT_DATA",
      stateReason: "Unchecked: Initial alarm creation",
      stateUpdatedAt: now,
      // The tags of an alarm that exists are not changed by this.
      tags,
      ...known,
      ...spec,
      configuredAt: now,
    });
    return {};
  },
};

export const describeAlarms: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { here, params, now } = call;
    const names = params.list("AlarmNames");
    const prefix = params.text("AlarmNamePrefix") ?? "";
    const state = params.text("StateValue");
    if (state !== undefined) {
      readChoice({ params, name: "StateValue", value: state, choices: STATES });
    }
    const limit = params.integer("MaxRecords") ?? PAGE_DEFAULT;
    if (limit < 1 || limit > PAGE_MAX) {
      throw params.invalid("MaxRecords", `have value from 1 to ${PAGE_MAX}`);
    }
    if (names.length > 0 && prefix !== "") {
      throw new AwsError(
        "ValidationException",
        "AlarmNamePrefix and AlarmNames cannot be used together.",
      );
    }
    for (const name of names.length > 0 ? names : [`${prefix}*`]) {
      authorize(call, alarmArn(call, name));
    }
    const { alarms, metrics } = here.cloudwatch;
    const types = params.list("AlarmTypes");
    const wanted = [...alarms.values()]
      .filter(() => types.length === 0 || types.includes("MetricAlarm"))
      .filter(({ name }) => names.length === 0 || names.includes(name))
      .filter(({ name }) => name.startsWith(prefix))
      .map((alarm) => refreshAlarm({ alarm, metrics, now }))
      .filter((alarm) => (state ?? alarm.state) === alarm.state)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const after = params.text("NextToken");
    const rest = after === undefined ? wanted : wanted.filter(({ name }) => name > after);
    const page = rest.slice(0, limit);
    return {
      CompositeAlarms: [],
      MetricAlarms: page.map((alarm) => toItem({ call, alarm })),
      NextToken: rest.length > page.length ? page.at(-1)?.name : undefined,
    };
  },
};

/** All of them or, when one is not there, none. */
export const deleteAlarms: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { here, params, now, caller } = call;
    const names = params.list("AlarmNames");
    for (const name of names) authorize(call, alarmArn(call, name));
    const { alarms, removedAlarms } = here.cloudwatch;
    const found = names.map((name) => {
      const alarm = alarms.get(name);
      if (alarm !== undefined) return alarm;
      throw new AwsError("ResourceNotFound", `Unknown alarm: ${name}`, 404);
    });
    for (const alarm of found) {
      if (!alarms.delete(alarm.name)) continue;
      alarm.removed = { at: now, by: caller.arn };
      removedAlarms.push(alarm);
    }
    return {};
  },
};

export const listTagsForResource: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const arn = call.params.required("ResourceARN");
    authorize(call, arn);
    const before = alarmArn(call, "");
    const { alarms } = call.here.cloudwatch;
    const alarm = arn.startsWith(before) ? alarms.get(arn.slice(before.length)) : undefined;
    if (alarm === undefined) {
      throw new AwsError("ResourceNotFoundException", `Resource ${arn} not found.`, 404);
    }
    return { Tags: [...alarm.tags].map(([Key, Value]) => ({ Key, Value })) };
  },
};

function toItem({ call, alarm }: { call: Call<Input>; alarm: Alarm }): WireObject {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(call, alarm.name),
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: alarm.insufficientDataActions,
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateUpdatedAt),
    MetricName: alarm.metricName,
    Namespace: alarm.namespace,
    Statistic: alarm.statistic,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: alarm.periodSeconds,
    Unit: alarm.unit,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}
