import { AwsError } from "../core/errors";
import type { Tags } from "../core/model";
import { authorize, type CallFacts, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import { groupArn, invalid } from "./groups";
import type { LogGroup } from "./model";

const TAGS_MAX = 50;

export function readTags(params: Input): Tags {
  const tags = params.textMap("tags");
  for (const key of tags.keys()) {
    if (key === "" || key.length > 128 || key.toLowerCase().startsWith("aws:")) {
      throw invalid(`The tag key '${key}' is not valid`);
    }
  }
  checkCount(tags);
  return tags;
}

function checkCount(tags: Tags): void {
  if (tags.size > TAGS_MAX) {
    throw new AwsError("TooManyTagsException", `A resource can have ${TAGS_MAX} tags.`);
  }
}

export const tagResource: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const requestTags = readTags(call.params);
    const { arn, group } = findTagged(call, call.params);
    authorize(call, arn, { requestTags });
    const tags: Tags = new Map([...getTagged(group).tags, ...requestTags]);
    checkCount(tags);
    getTagged(group).tags = tags;
    return {};
  },
};

export const untagResource: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const tagKeys = call.params.list("tagKeys");
    const { arn, group } = findTagged(call, call.params);
    authorize(call, arn, { tagKeys });
    for (const key of tagKeys) getTagged(group).tags.delete(key);
    return {};
  },
};

export const listTagsForResource: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { arn, group } = findTagged(call, call.params);
    authorize(call, arn);
    return { tags: Object.fromEntries(getTagged(group).tags) };
  },
};

/** Tags are asked for by the group's ARN without `:*`. */
function findTagged(call: CallFacts, params: Input): { arn: string; group: LogGroup | undefined } {
  const arn = params.required("resourceArn");
  const before = groupArn(call, "");
  return {
    arn,
    group: arn.startsWith(before) ? call.here.logs.groups.get(arn.slice(before.length)) : undefined,
  };
}

function getTagged(group: LogGroup | undefined): LogGroup {
  if (group !== undefined) return group;
  throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");
}
