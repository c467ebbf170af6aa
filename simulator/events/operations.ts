import type { Operations } from "../core/operation";
import type { Input } from "../wire/input";
import { putEvents } from "./put-events";
import { putRule } from "./put-rule";
import { deleteRule, describeRule, disableRule, enableRule, listRules } from "./rules";
import { listTagsForResource, tagResource, untagResource } from "./tags";
import { listRuleNamesByTarget, listTargetsByRule, putTargets, removeTargets } from "./targets";

export const eventsOperations: Operations<Input> = {
  DeleteRule: deleteRule,
  DescribeRule: describeRule,
  DisableRule: disableRule,
  EnableRule: enableRule,
  ListRuleNamesByTarget: listRuleNamesByTarget,
  ListRules: listRules,
  ListTagsForResource: listTagsForResource,
  ListTargetsByRule: listTargetsByRule,
  PutEvents: putEvents,
  PutRule: putRule,
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  TagResource: tagResource,
  UntagResource: untagResource,
};
