import type { Automation } from "../automation/automation";
import { OUTCOMES, type Invocation } from "../automation/model";
import { nextOfRule, nextOfSchedule } from "../automation/next-due";
import type * as View from "./automation-views";
import type { ControlCall, Handlers } from "./verb";

const SOURCES = ["rule", "schedule", "invoke"] as const;
const LIMIT_DEFAULT = 10_000;

export const automationVerbs: Handlers<"rules" | "schedules" | "functions" | "invocations"> = {
  rules: (call) => places(call).flatMap(toRuleViews),
  schedules: (call) => places(call).flatMap(toScheduleViews),
  functions: (call) => places(call).flatMap(toFunctionViews),
  invocations: (call) => {
    const { simulator, input } = call;
    const afterSeq = input.optionalNumber("afterSeq") ?? 0;
    const limit = input.optionalNumber("limit") ?? LIMIT_DEFAULT;
    const wanted = toTest(call);
    const found = simulator.world.invocations.filter((one) => one.seq > afterSeq && wanted(one));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > items.length && last !== undefined;
    return { items: structuredClone(items), nextAfterSeq: hasMore ? last.seq : null };
  },
};

function toTest({ input }: ControlCall): (one: Invocation) => boolean {
  const [accountId, region] = [input.optionalText("accountId"), input.optionalText("region")];
  const [name, functionName] = [input.optionalText("name"), input.optionalText("functionName")];
  const source = input.optionalChoice("source", SOURCES);
  const outcome = input.optionalChoice("outcome", OUTCOMES);
  return (one) =>
    (accountId ?? one.accountId) === one.accountId &&
    (region ?? one.region) === one.region &&
    (name ?? one.source.name) === one.source.name &&
    (functionName ?? one.functionName) === one.functionName &&
    (source ?? one.source.kind) === one.source.kind &&
    (outcome ?? one.outcome) === one.outcome;
}

function places({ simulator, input }: ControlCall): Automation[] {
  const [accountId, region] = [input.optionalText("accountId"), input.optionalText("region")];
  return [...simulator.world.automations.values()].filter(
    (there) =>
      (accountId ?? there.accountId) === there.accountId &&
      (region ?? there.region) === there.region,
  );
}

const orNull = (at: number): number | null => (at === Infinity ? null : at);

const toRuleViews = ({ accountId, region, rules }: Automation): View.RuleView[] =>
  [...rules.values()].map((rule) => ({
    accountId,
    region,
    name: rule.name,
    arn: rule.arn,
    state: rule.state,
    scheduleExpression: rule.scheduleExpression,
    eventPattern: rule.eventPattern,
    nextAt: orNull(nextOfRule(rule)),
    targets: rule.targets.map(({ id, arn }) => ({ id, arn })),
    tags: Object.fromEntries(rule.tags),
  }));

const toScheduleViews = ({ accountId, region, schedules }: Automation): View.ScheduleView[] =>
  [...schedules.values()].map((schedule) => ({
    accountId,
    region,
    group: schedule.group,
    name: schedule.name,
    arn: schedule.arn,
    state: schedule.state,
    expression: schedule.expression,
    timezone: schedule.timezone,
    flexibleMinutes: schedule.flexibleMinutes,
    nextAt: orNull(nextOfSchedule(schedule)),
    targetArn: schedule.target.arn,
    roleArn: schedule.target.roleArn,
  }));

const toFunctionViews = ({ accountId, region, functions }: Automation): View.FunctionView[] =>
  [...functions.values()].map((fn) => ({
    accountId,
    region,
    name: fn.name,
    arn: fn.arn,
    runtime: fn.runtime,
    roleArn: fn.roleArn,
    handler: fn.handler,
    codeSha256: fn.codeSha256,
    environment: Object.fromEntries(fn.environment),
    statementIds: fn.permissions.map(({ id }) => id),
    tags: Object.fromEntries(fn.tags),
  }));
