import { scheduleKey, type Automation } from "../automation/automation";
import type { Schedule, ScheduleGroup } from "../automation/model";
import { readTagList } from "../automation/tagging";
import { AwsError } from "../core/errors";
import { authorize, type Call, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import type { WireObject } from "../wire/xml";

export type SchedulerCall = Call<Input> & { there: Automation };

export function onScheduler(run: (call: SchedulerCall) => WireObject): Operation<Input> {
  return {
    bucket: "none",
    run: (call) => {
      const there = call.world.automation(call);
      for (const [name, { goneAt }] of there.groups) {
        if (goneAt !== undefined && goneAt <= call.now) there.groups.delete(name);
      }
      return run({ ...call, there });
    },
  };
}

export const NAME = /^[0-9a-zA-Z\-_.]{1,64}$/;
const NAME_RULE = "satisfy regular expression pattern: [0-9a-zA-Z-_.]+";

export function readName(call: SchedulerCall, member: string): string {
  const name = call.params.required(member);
  if (!NAME.test(name)) throw call.params.invalid(member, NAME_RULE);
  return name;
}

/** Group and name of a schedule, when the caller may do that with it. */
export function permittedSchedule(call: SchedulerCall): { group: string; name: string } {
  const name = readName(call, "Name");
  const group = call.params.text("GroupName") ?? "default";
  call.entry.detail["schedule"] = `${group}/${name}`;
  authorize(call, scheduleArn(call.there, { group, name }));
  return { group, name };
}

export function permittedGroup(call: SchedulerCall): string {
  const name = readName(call, "Name");
  call.entry.detail["group"] = name;
  authorize(call, groupArn(call.there, name), {
    tags: call.there.groups.get(name)?.tags,
    requestTags: readTagList(call.params),
  });
  return name;
}

export const scheduleArn = (there: Automation, of: { group: string; name: string }): string =>
  there.arn("scheduler", `schedule/${of.group}/${of.name}`);

export const groupArn = (there: Automation, name: string): string =>
  there.arn("scheduler", `schedule-group/${name}`);

/** `default` is in every account. */
export function getGroup(there: Automation, name: string): ScheduleGroup {
  const group = there.groups.get(name);
  if (group !== undefined) return group;
  if (name === "default") {
    return {
      name,
      arn: groupArn(there, name),
      state: "ACTIVE",
      createdAt: 0,
      modifiedAt: 0,
      tags: new Map(),
    };
  }
  throw notFound(`Schedule group ${name} does not exist.`);
}

export function getSchedule(there: Automation, of: { group: string; name: string }): Schedule {
  const schedule = there.schedules.get(scheduleKey(of));
  if (schedule !== undefined) return schedule;
  throw notFound(`Schedule ${of.name} does not exist.`);
}

export const notFound = (message: string): AwsError =>
  new AwsError("ResourceNotFoundException", message, 404);

export const conflict = (message: string): AwsError =>
  new AwsError("ConflictException", message, 409);

export const invalid = (message: string): AwsError => new AwsError("ValidationException", message);

export const invalidToken = (): AwsError => invalid("Invalid token.");

export function readPage(call: SchedulerCall): { token: string | undefined; limit: number } {
  const limit = call.params.integer("MaxResults") ?? 100;
  if (limit < 1 || limit > 100) throw call.params.invalid("MaxResults", "have value from 1 to 100");
  return { token: call.params.text("NextToken"), limit };
}
