import type { Automation } from "../automation/automation";
import type { EventRule } from "../automation/model";
import { readTagList } from "../automation/tagging";
import { AwsError } from "../core/errors";
import { authorize, type Call, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import type { WireObject } from "../wire/xml";

export type EventsCall = Call<Input> & { there: Automation };

/** An operation on the default bus. */
export function onBus(run: (call: EventsCall) => WireObject): Operation<Input> {
  return {
    bucket: "none",
    run: (call) => {
      const bus = call.params.text("EventBusName") ?? "default";
      const there = call.world.automation(call);
      if (bus !== "default" && bus !== there.arn("events", "event-bus/default")) {
        throw new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
      }
      return run({ ...call, there });
    },
  };
}

const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/** The name of a rule, when the caller may do that with it. */
export function permittedName(call: EventsCall, member = "Name"): string {
  const name = call.params.required(member);
  if (!NAME.test(name)) {
    throw call.params.invalid(member, "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
  }
  call.entry.detail["rule"] = name;
  authorize(call, ruleArn(call.there, name), {
    tags: call.there.rules.get(name)?.tags,
    requestTags: readTagList(call.params),
  });
  return name;
}

export const ruleArn = (there: Automation, name: string): string =>
  there.arn("events", `rule/${name}`);

export function getRule(there: Automation, name: string): EventRule {
  const rule = there.rules.get(name);
  if (rule !== undefined) return rule;
  throw new AwsError(
    "ResourceNotFoundException",
    `Rule ${name} does not exist on EventBus default.`,
  );
}

export function getRuleByArn(there: Automation, arn: string): EventRule {
  const name = arn.startsWith(ruleArn(there, "")) ? arn.slice(ruleArn(there, "").length) : "";
  return getRule(there, name);
}

/** Paging as every list of the service has it: up to 100. */
export function readPage(call: EventsCall): { token: string | undefined; limit: number } {
  const limit = call.params.integer("Limit") ?? 100;
  if (limit < 1 || limit > 100) {
    const rule = limit < 1 ? "greater than or equal to 1" : "less than or equal to 100";
    throw call.params.invalid("Limit", `have value ${rule}`);
  }
  return { token: call.params.text("NextToken"), limit };
}

export const invalidToken = (): AwsError =>
  new AwsError("ValidationException", "Parameter NextToken is not valid.");
