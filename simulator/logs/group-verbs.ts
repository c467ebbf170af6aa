import { AwsError } from "../core/errors";
import { authorize, type Call, type Operation } from "../core/operation";
import { isDenied } from "../core/permissions";
import type { Input } from "../wire/input";
import { alreadyThere, getGroup, groupArn, pageByName, policyArn, readGroupName } from "./groups";
import { eventsOf, type LogGroup } from "./model";
import { readTags } from "./tags";

const RETENTION_DAYS = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
]);
const PAGE_MAX = 50;

export const createLogGroup: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { here, params, now, caller, entry } = call;
    const name = readGroupName(params);
    entry.detail["logGroupName"] = name;
    const tags = readTags(params);
    authorize(call, policyArn(call, name), { requestTags: tags });
    if (tags.size > 0) requireTagging({ call, name, tags });
    if (here.logs.groups.has(name)) throw alreadyThere("group");
    const made = { name, createdAt: now, createdBy: caller.arn, tags, streams: new Map() };
    here.logs.groups.set(name, made);
    return {};
  },
};

/** Logs has its own sentence for tags that may not be set on the way. */
function requireTagging(of: {
  call: Call<Input>;
  name: string;
  tags: ReadonlyMap<string, string>;
}): void {
  const { call, name, tags } = of;
  const action = "logs:TagResource";
  const facts = { requestTags: new Map(tags) };
  if (!isDenied({ call, action, resource: groupArn(call, name), facts })) return;
  throw new AwsError(
    "AccessDeniedException",
    `User with accountId: ${call.accountId} is not authorized to perform CreateLogGroup with Tags. An additional permission "${action}" is required.`,
  );
}

export const describeLogGroups: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { here, params } = call;
    const prefix = params.text("logGroupNamePrefix") ?? "";
    const pattern = params.text("logGroupNamePattern");
    authorize(call, policyArn(call, prefix));
    const all = [...here.logs.groups.values()].filter(
      ({ name }) =>
        name.startsWith(prefix) &&
        (pattern === undefined || name.toLowerCase().includes(pattern.toLowerCase())),
    );
    const { page, nextToken } = pageByName({ params, all, limitMax: PAGE_MAX });
    return { logGroups: page.map((group) => toItem({ call, group })), nextToken };
  },
};

export const deleteLogGroup: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { here, params, now, caller, entry } = call;
    const name = readGroupName(params);
    entry.detail["logGroupName"] = name;
    authorize(call, policyArn(call, name));
    const group = getGroup(call, name);
    group.removed = { at: now, by: caller.arn };
    here.logs.groups.delete(name);
    here.logs.removed.push(group);
    return {};
  },
};

export const putRetentionPolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params } = call;
    const name = readGroupName(params);
    const days = params.requiredInteger("retentionInDays");
    if (!RETENTION_DAYS.has(days)) {
      const allowed = [...RETENTION_DAYS].join(", ");
      throw params.invalid("retentionInDays", `satisfy enum value set: [${allowed}]`);
    }
    authorize(call, policyArn(call, name));
    getGroup(call, name).retentionDays = days;
    return {};
  },
};

export const deleteRetentionPolicy: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const name = readGroupName(call.params);
    authorize(call, policyArn(call, name));
    getGroup(call, name).retentionDays = undefined;
    return {};
  },
};

function toItem({ call, group }: { call: Call<Input>; group: LogGroup }) {
  const { now } = call;
  const arn = groupArn(call, group.name);
  const bytes = [...group.streams.values()]
    .flatMap((stream) => eventsOf({ group, stream, now }))
    .reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES, 0);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: bytes,
    logGroupClass: "STANDARD",
    logGroupArn: arn,
  };
}

const EVENT_OVERHEAD_BYTES = 26;
