import { changesAt } from "../automation/next-due";
import type { EventRule } from "../automation/model";
import { readPattern } from "../automation/pattern";
import { authorizeTags, readTagList } from "../automation/tagging";
import { AwsError } from "../core/errors";
import { readExpression } from "../scheduling/expression";
import { onBus, permittedName, ruleArn, type EventsCall } from "./call";

/** Creates or replaces: what is not given is gone. Tags are those of the first time. */
export const putRule = onBus((call) => {
  const { there, params, now } = call;
  const name = permittedName(call);
  const tags = readTagList(params);
  authorizeTags({ call, resource: ruleArn(there, name), tags });
  const scheduleExpression = params.text("ScheduleExpression") || undefined;
  const eventPattern = params.text("EventPattern") || undefined;
  if (scheduleExpression === undefined && eventPattern === undefined) {
    throw new AwsError(
      "ValidationException",
      "Parameter(s) EventPattern or ScheduleExpression must be specified.",
    );
  }
  if (scheduleExpression !== undefined) checkSchedule(scheduleExpression);
  if (eventPattern !== undefined) readPattern(eventPattern);
  const known = there.rules.get(name);
  if (known === undefined) checkQuota(call);
  const rule: EventRule = {
    name,
    arn: ruleArn(there, name),
    description: params.text("Description"),
    scheduleExpression,
    eventPattern,
    state: readState(call),
    roleArn: params.text("RoleArn"),
    tags: known?.tags ?? tags,
    targets: known?.targets ?? [],
    createdAt: known?.createdAt ?? now,
    createdBy: known?.createdBy ?? call.accountId,
    firedUntil: now,
  };
  there.rules.set(name, rule);
  if (eventPattern !== undefined) watchImages(call);
  return { RuleArn: rule.arn };
});

function checkSchedule(expression: string): void {
  // at() is Scheduler's; a rule has no time zone and no end.
  if (readExpression(expression).kind === "at") {
    throw new AwsError("ValidationException", "Parameter ScheduleExpression is not valid.");
  }
}

function checkQuota({ there, world }: EventsCall): void {
  if (there.rules.size < world.settings.automation.rulesMax) return;
  throw new AwsError(
    "LimitExceededException",
    "The requested resource exceeds the maximum number allowed.",
  );
}

function readState({ params }: EventsCall): EventRule["state"] {
  const state = params.text("State") ?? "ENABLED";
  if (state === "ENABLED" || state === "DISABLED") return state;
  throw params.invalid("State", "satisfy enum value set: [ENABLED, DISABLED]");
}

/** Images on their way when the first rule for events comes. */
function watchImages({ here, there, now }: EventsCall): void {
  for (const image of here.images.values()) {
    if (image.removed === undefined && changesAt(image) > now) there.unannounced.add(image);
  }
}
