import { readTagList } from "../automation/tagging";
import { authorize } from "../core/operation";
import { getRuleByArn, onBus, type EventsCall } from "./call";

export const tagResource = onBus((call) => {
  const rule = permittedRule(call);
  for (const [key, value] of readTagList(call.params)) rule.tags.set(key, value);
  return {};
});

export const untagResource = onBus((call) => {
  const rule = permittedRule(call);
  for (const key of call.params.list("TagKeys")) rule.tags.delete(key);
  return {};
});

export const listTagsForResource = onBus((call) => ({
  Tags: [...permittedRule(call).tags].map(([Key, Value]) => ({ Key, Value })),
}));

function permittedRule(call: EventsCall): ReturnType<typeof getRuleByArn> {
  const arn = call.params.required("ResourceARN");
  const rule = getRuleByArn(call.there, arn);
  authorize(call, arn, { tags: rule.tags, requestTags: readTagList(call.params) });
  return rule;
}
