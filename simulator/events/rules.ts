import { listPage } from "../automation/listing";
import type { EventRule } from "../automation/model";
import { moveOn } from "../automation/next-due";
import { AwsError } from "../core/errors";
import { authorize } from "../core/operation";
import type { WireObject } from "../wire/xml";
import { getRule, invalidToken, onBus, permittedName, readPage } from "./call";

export const describeRule = onBus((call) => {
  const rule = getRule(call.there, permittedName(call));
  return { ...toRule(rule), CreatedBy: rule.createdBy };
});

export const listRules = onBus((call) => {
  const { there, params, accountId, region } = call;
  authorize(call, "*");
  const prefix = params.text("NamePrefix") ?? "";
  const { page, next } = listPage({
    ...readPage(call),
    items: [...there.rules.values()].filter(({ name }) => name.startsWith(prefix)),
    nameOf: ({ name }) => name,
    scope: `${accountId}/${region}/rules/${prefix}`,
    invalidToken,
  });
  return { Rules: page.map(toRule), NextToken: next };
});

/** Of a rule that is not there: content, as AWS is. */
export const deleteRule = onBus((call) => {
  const name = permittedName(call);
  const rule = call.there.rules.get(name);
  if (rule !== undefined && rule.targets.length > 0) {
    throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
  }
  call.there.rules.delete(name);
  return {};
});

export const enableRule = onBus((call) => {
  const rule = getRule(call.there, permittedName(call));
  if (rule.state === "DISABLED") moveOn(rule, call.now);
  rule.state = "ENABLED";
  return {};
});

export const disableRule = onBus((call) => {
  getRule(call.there, permittedName(call)).state = "DISABLED";
  return {};
});

function toRule(rule: EventRule): WireObject {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: "default",
  };
}
