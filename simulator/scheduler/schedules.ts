import { scheduleKey } from "../automation/automation";
import { listPage } from "../automation/listing";
import type { Schedule } from "../automation/model";
import { authorize } from "../core/operation";
import { toRetry } from "../events/targets";
import type { WireObject } from "../wire/xml";
import {
  conflict,
  getGroup,
  getSchedule as scheduleOf,
  invalidToken,
  onScheduler,
  permittedSchedule,
  readPage,
  scheduleArn,
} from "./call";
import { readSpec } from "./read-schedule";

export const createSchedule = onScheduler((call) => {
  const { there, params, now } = call;
  const place = permittedSchedule(call);
  const spec = readSpec(call);
  if (getGroup(there, place.group).state === "DELETING") {
    throw conflict(`Schedule group ${place.group} is being deleted.`);
  }
  const clientToken = params.text("ClientToken");
  const known = there.schedules.get(scheduleKey(place));
  if (known !== undefined) {
    const isAgain = clientToken !== undefined && known.clientToken === clientToken;
    if (isAgain) return { ScheduleArn: known.arn };
    throw conflict(`Schedule ${place.name} already exists.`);
  }
  const schedule: Schedule = {
    ...place,
    ...spec,
    arn: scheduleArn(there, place),
    createdAt: now,
    modifiedAt: now,
    createdBy: call.caller.arn,
    clientToken,
    // A rate begins at once, anything else with its first moment from now on.
    firedUntil: spec.expression.startsWith("rate") ? now - 1 : now,
  };
  there.schedules.set(scheduleKey(place), schedule);
  return { ScheduleArn: schedule.arn };
});

/** Whole: what is not given takes its default. */
export const updateSchedule = onScheduler((call) => {
  const { there, now } = call;
  const place = permittedSchedule(call);
  const spec = readSpec(call);
  const known = scheduleOf(there, place);
  there.schedules.set(scheduleKey(place), {
    ...place,
    ...spec,
    arn: known.arn,
    createdAt: known.createdAt,
    modifiedAt: now,
    createdBy: known.createdBy,
    clientToken: known.clientToken,
    firedUntil: now,
  });
  return { ScheduleArn: known.arn };
});

export const getSchedule = onScheduler((call) =>
  toSchedule(scheduleOf(call.there, permittedSchedule(call))),
);

export const deleteSchedule = onScheduler((call) => {
  const place = permittedSchedule(call);
  call.there.schedules.delete(scheduleKey(scheduleOf(call.there, place)));
  return {};
});

export const listSchedules = onScheduler((call) => {
  const { there, params, accountId, region } = call;
  authorize(call, "*");
  const group = params.text("GroupName");
  const prefix = params.text("NamePrefix") ?? "";
  const state = params.text("State");
  if (group !== undefined) getGroup(there, group);
  const { page, next } = listPage({
    ...readPage(call),
    items: [...there.schedules.values()].filter(
      (one) =>
        (group ?? one.group) === one.group &&
        (state ?? one.state) === one.state &&
        one.name.startsWith(prefix),
    ),
    nameOf: scheduleKey,
    scope: `${accountId}/${region}/schedules/${group}/${prefix}/${state}`,
    invalidToken,
  });
  return { Schedules: page.map(toSummary), NextToken: next };
});

const toSummary = (schedule: Schedule): WireObject => ({
  Arn: schedule.arn,
  Name: schedule.name,
  GroupName: schedule.group,
  State: schedule.state,
  CreationDate: new Date(schedule.createdAt),
  LastModificationDate: new Date(schedule.modifiedAt),
  Target: { Arn: schedule.target.arn },
});

function toSchedule(schedule: Schedule): WireObject {
  const { target, startAt, endAt, flexibleMinutes } = schedule;
  return {
    ...toSummary(schedule),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    Description: schedule.description,
    StartDate: startAt === undefined ? undefined : new Date(startAt),
    EndDate: endAt === undefined ? undefined : new Date(endAt),
    FlexibleTimeWindow:
      flexibleMinutes === null
        ? { Mode: "OFF" }
        : { Mode: "FLEXIBLE", MaximumWindowInMinutes: flexibleMinutes },
    ActionAfterCompletion: schedule.afterCompletion,
    KmsKeyArn: schedule.kmsKeyArn,
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: toRetry(target.retry) ?? {
        MaximumEventAgeInSeconds: 86_400,
        MaximumRetryAttempts: 185,
      },
      DeadLetterConfig:
        target.deadLetterArn === undefined ? undefined : { Arn: target.deadLetterArn },
    },
  };
}
