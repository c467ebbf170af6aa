import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
  type Rule as SdkRule,
} from "@aws-sdk/client-eventbridge";
import { requireAnswer, requireList } from "../call-aws";
import { allPages } from "../ec2/all-pages";
import { readPolicy } from "./read-policy.pure";
import { listTargets, putTarget, requireNoneFailed } from "./rule-targets";
import type { EventBridge, Rule } from "./scheduling";
import {
  createServiceCaller,
  orNull,
  type CallerOptions,
  type ServiceCaller,
} from "./service-caller";

const NOT_FOUND = "ResourceNotFoundException";
/** AWS's maximum for a page. */
const PAGE_SIZE = 100;
export type EventsCall = ServiceCaller<EventBridgeClient>;

/** Rules of the default bus: schedules, and what AWS's services say of themselves, are there alone. */
export function createEventBridge(options: CallerOptions): EventBridge {
  const call: EventsCall = createServiceCaller(options, (config) => new EventBridgeClient(config));
  return {
    findRule: (name) => findRule(call, name),
    listRules: async (prefix) => (await listRules(call, prefix)).map((rule) => toRule(LIST, rule)),
    countRules: async () => (await listRules(call)).length,
    putRule: (input) => putRule(call, input),
    listTargets: (ruleName) => listTargets(call, ruleName),
    putTarget: (ruleName, target) => putTarget(call, ruleName, target),
    async removeTargets(Rule, ids) {
      if (ids.length === 0) return;
      const action = "RemoveTargets";
      const answer = await orNull(
        call(action, (client, { prepare, options: sending }) =>
          client.send(prepare(new RemoveTargetsCommand({ Rule, Ids: [...ids] })), sending),
        ),
        NOT_FOUND,
      );
      if (answer) requireNoneFailed(action, answer);
    },
    async deleteRule(Name) {
      await orNull(
        call("DeleteRule", (client, { prepare, options: sending }) =>
          client.send(prepare(new DeleteRuleCommand({ Name })), sending),
        ),
        NOT_FOUND,
      );
    },
  };
}

const LIST = "ListRules";

async function findRule(call: EventsCall, Name: string): Promise<Rule | null> {
  const action = "DescribeRule";
  const answer = await orNull(
    call(action, (client, { prepare, options }) =>
      client.send(prepare(new DescribeRuleCommand({ Name })), options),
    ),
    NOT_FOUND,
  );
  return answer && toRule(action, answer);
}

function listRules(call: EventsCall, prefix?: string): Promise<SdkRule[]> {
  const NamePrefix = prefix === undefined ? {} : { NamePrefix: prefix };
  return allPages({
    action: LIST,
    fetch: async (NextToken) => {
      const input = { ...NamePrefix, Limit: PAGE_SIZE, NextToken };
      const answer = await call(LIST, (client, { prepare, options }) =>
        client.send(prepare(new ListRulesCommand(input)), options),
      );
      const items = requireList(answer.Rules, { action: LIST, what: "rules" });
      return { items, nextToken: answer.NextToken };
    },
  });
}

async function putRule(
  call: EventsCall,
  input: Parameters<EventBridge["putRule"]>[0],
): Promise<void> {
  const action = "PutRule";
  const { scheduleExpression, eventPattern } = input;
  const request = {
    Name: input.name,
    Description: input.description,
    State: "ENABLED" as const,
    ...(scheduleExpression === null ? {} : { ScheduleExpression: scheduleExpression }),
    ...(eventPattern === null ? {} : { EventPattern: JSON.stringify(eventPattern) }),
    Tags: Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value })),
  };
  const answer = await call(action, (client, { prepare, options }) =>
    client.send(prepare(new PutRuleCommand(request)), options),
  );
  requireAnswer(answer.RuleArn, { action, what: "ARN" });
}

function toRule(
  action: string,
  rule: Pick<
    SdkRule,
    "Name" | "Arn" | "ScheduleExpression" | "EventPattern" | "State" | "Description"
  >,
): Rule {
  const { EventPattern } = rule;
  return {
    name: requireAnswer(rule.Name, { action, what: "rule name" }),
    arn: requireAnswer(rule.Arn, { action, what: "ARN" }),
    scheduleExpression: rule.ScheduleExpression || null,
    eventPattern: EventPattern
      ? requireAnswer(readPolicy(EventPattern), { action, what: "event pattern" })
      : null,
    enabled: requireAnswer(rule.State, { action, what: "state" }) !== "DISABLED",
    description: rule.Description ?? "",
  };
}
