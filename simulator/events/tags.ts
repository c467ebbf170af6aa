import type { Tags } from "../core/model";
import { authorize } from "../core/operation";
import { getRuleByArn, onBus, type EventsCall } from "./call";

export const readTags = ({ params }: EventsCall): Tags =>
  new Map(params.structures("Tags").map((tag) => [tag.required("Key"), tag.required("Value")]));

export const tagResource = onBus((call) => {
  const rule = permittedRule(call);
  for (const [key, value] of readTags(call)) rule.tags.set(key, value);
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
  authorize(call, arn);
  return getRuleByArn(call.there, arn);
}
