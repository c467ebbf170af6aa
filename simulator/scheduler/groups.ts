import { listPage } from "../automation/listing";
import type { ScheduleGroup } from "../automation/model";
import { authorizeTags, readTagList } from "../automation/tagging";
import { authorize, authorizeAs } from "../core/operation";
import type { WireObject } from "../wire/xml";
import {
  conflict,
  getGroup,
  groupArn,
  invalid,
  invalidToken,
  notFound,
  onScheduler,
  permittedGroup,
  readPage,
  scheduleArn,
} from "./call";

export const createScheduleGroup = onScheduler((call) => {
  const { there, params, now } = call;
  const name = permittedGroup(call);
  const tags = readTagList(params);
  authorizeTags({ call, resource: groupArn(there, name), tags });
  const clientToken = params.text("ClientToken");
  const known = there.groups.get(name);
  if (known !== undefined || name === "default") {
    const isAgain = clientToken !== undefined && known?.clientToken === clientToken;
    if (known?.state === "ACTIVE" && isAgain) return { ScheduleGroupArn: known.arn };
    throw conflict(`Schedule group ${name} already exists.`);
  }
  const group: ScheduleGroup = {
    name,
    arn: groupArn(there, name),
    state: "ACTIVE",
    createdAt: now,
    modifiedAt: now,
    tags,
    clientToken,
  };
  there.groups.set(name, group);
  return { ScheduleGroupArn: group.arn };
});

export const getScheduleGroup = onScheduler((call) =>
  toGroup(getGroup(call.there, permittedGroup(call))),
);

export const listScheduleGroups = onScheduler((call) => {
  const { there, params, accountId, region } = call;
  authorize(call, "*");
  const prefix = params.text("NamePrefix") ?? "";
  const { page, next } = listPage({
    ...readPage(call),
    items: [getGroup(there, "default"), ...there.groups.values()].filter(({ name }) =>
      name.startsWith(prefix),
    ),
    nameOf: ({ name }) => name,
    scope: `${accountId}/${region}/groups/${prefix}`,
    invalidToken,
  });
  return { ScheduleGroups: page.map(toGroup), NextToken: next };
});

/** Its schedules go at once; the group itself is DELETING for a while. */
export const deleteScheduleGroup = onScheduler((call) => {
  const { there, world, now } = call;
  const name = permittedGroup(call);
  const resource = scheduleArn(there, { group: name, name: "*" });
  authorizeAs({ call, action: "scheduler:DeleteSchedule", resource });
  if (name === "default") throw invalid("The default schedule group can not be deleted.");
  const group = getGroup(there, name);
  for (const [key, schedule] of there.schedules) {
    if (schedule.group === name) there.schedules.delete(key);
  }
  if (group.state === "DELETING") return {};
  group.state = "DELETING";
  group.modifiedAt = now;
  group.goneAt = now + world.settings.automation.groupDeletionMs;
  return {};
});

export const tagResource = onScheduler((call) => {
  const group = permittedByArn(call);
  for (const [key, value] of readTagList(call.params)) group.tags.set(key, value);
  return {};
});

export const untagResource = onScheduler((call) => {
  const group = permittedByArn(call);
  for (const key of call.params.list("TagKeys")) group.tags.delete(key);
  return {};
});

export const listTagsForResource = onScheduler((call) => ({
  Tags: [...permittedByArn(call).tags].map(([Key, Value]) => ({ Key, Value })),
}));

function permittedByArn(call: Parameters<typeof permittedGroup>[0]): ScheduleGroup {
  const arn = call.params.required("ResourceArn");
  authorize(call, arn);
  const group = [...call.there.groups.values()].find((one) => one.arn === arn);
  if (group === undefined) throw notFound(`Resource ${arn} does not exist.`);
  return group;
}

const toGroup = (group: ScheduleGroup): WireObject => ({
  Arn: group.arn,
  Name: group.name,
  State: group.state,
  CreationDate: new Date(group.createdAt),
  LastModificationDate: new Date(group.modifiedAt),
});
