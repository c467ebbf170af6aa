import { refreshAlarm, type Alarm } from "../cloudwatch/alarm";
import { isIamRole, type IamRole } from "../core/managed-role";
import type { RegionWorld } from "../core/region-world";
import { eventsOf, type LogGroup } from "../logs/model";
import type * as View from "./platform-views";
import { toTagRecord } from "./to-view";
import { places, type ControlCall, type Handlers } from "./verb";

/** Ground truth, the removed included. */
export const platformVerbs: Handlers<"iamRoles" | "logGroups" | "alarms"> = {
  iamRoles: ({ simulator: { world }, input }) => {
    const accountId = input.optionalText("accountId");
    const name = input.optionalText("name");
    const present = [...world.roles.values()].filter(isIamRole);
    return [...present, ...[...world.removedRoles.values()].flat()]
      .filter((role) => (accountId ?? role.accountId) === role.accountId)
      .filter((role) => (name ?? role.name) === role.name)
      .map(toRoleView);
  },
  logGroups: (call) =>
    places(call).flatMap((here) =>
      [...here.logs.groups.values(), ...here.logs.removed]
        .filter(hasName(call))
        .map((group) => toGroupView({ here, group, now: call.simulator.world.now() })),
    ),
  alarms: (call) =>
    places(call).flatMap((here) =>
      [...here.cloudwatch.alarms.values(), ...here.cloudwatch.removedAlarms]
        .filter(hasName(call))
        .map((alarm) => toAlarmView({ here, alarm, now: call.simulator.world.now() })),
    ),
};

function hasName({ input }: ControlCall): (one: { name: string }) => boolean {
  const name = input.optionalText("name");
  return (one) => (name ?? one.name) === one.name;
}

const toRoleView = ({ managed, ...role }: IamRole): View.IamRoleView => ({
  accountId: role.accountId,
  name: role.name,
  arn: role.arn,
  description: managed.description,
  createdAt: managed.createdAt,
  createdBy: managed.createdBy,
  trustPolicy: managed.trustPolicy,
  policies: Object.fromEntries(managed.policies),
  attachedArns: [...managed.attached.keys()],
  tags: toTagRecord(managed.tags),
  removed: managed.removed,
});

function toGroupView(of: { here: RegionWorld; group: LogGroup; now: number }): View.LogGroupView {
  const { here, group, now } = of;
  const lines = [...group.streams.values()].flatMap((stream) =>
    eventsOf({ group, stream, now }).map(({ at, message }) => ({
      at,
      stream: stream.name,
      message,
    })),
  );
  return {
    accountId: here.accountId,
    region: here.region,
    name: group.name,
    createdAt: group.createdAt,
    createdBy: group.createdBy,
    retentionDays: group.retentionDays ?? null,
    tags: toTagRecord(group.tags),
    lines: lines.toSorted((a, b) => a.at - b.at),
    removed: group.removed,
  };
}

function toAlarmView(of: { here: RegionWorld; alarm: Alarm; now: number }): View.AlarmView {
  const { here, now } = of;
  const { metrics } = here.cloudwatch;
  const isLive = of.alarm.removed === undefined;
  const alarm = isLive ? refreshAlarm({ alarm: of.alarm, metrics, now }) : of.alarm;
  return {
    accountId: here.accountId,
    region: here.region,
    name: alarm.name,
    createdAt: alarm.createdAt,
    createdBy: alarm.createdBy,
    state: alarm.state,
    namespace: alarm.namespace,
    metricName: alarm.metricName,
    dimensions: alarm.dimensions,
    threshold: alarm.threshold,
    tags: toTagRecord(alarm.tags),
    removed: alarm.removed,
  };
}
