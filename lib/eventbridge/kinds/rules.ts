import type { EventBridge, RuleTarget } from "#lib/aws/scheduling/scheduling";
import { SPECS, type SpecOf } from "../specs";
import { DESCRIPTION, ownerTags, seenAs, type ObjectKind } from "./kind";

/** A rule of ours has one target, under this id. */
const TARGET_ID = "amivault";
const TIME_PATH = { time: "$.time" };

export const rule: ObjectKind<SpecOf<"rule">> = {
  schema: SPECS.rule,
  async look({ scheduling: { events } }, { name }) {
    const found = await events.findRule(name);
    if (!found) return null;
    const target = await findTarget(events, name);
    return seenAs({
      expression: found.scheduleExpression,
      enabled: found.enabled,
      targetArn: target?.arn ?? null,
      inputTemplate: target?.inputTemplate ?? null,
      retry: target?.retry ?? null,
    });
  },
  async put(at, { name, spec }) {
    const { events } = at.scheduling;
    const { expression, targetArn, inputTemplate, retry } = spec;
    await events.putRule({
      name,
      description: DESCRIPTION,
      scheduleExpression: expression,
      eventPattern: null,
      tags: ownerTags(at),
    });
    if (targetArn === null) return "done";
    await events.putTarget(name, {
      id: TARGET_ID,
      arn: targetArn,
      inputTemplate,
      inputPaths: TIME_PATH,
      retry,
    });
    return "done";
  },
  remove: ({ scheduling: { events } }, { name }) => removeRule(events, name),
};

/** Brings changes of images without asking; best effort on AWS's side, so that looks go on. */
export const stateRule: ObjectKind<SpecOf<"state_rule">> = {
  schema: SPECS.state_rule,
  async look({ scheduling: { events } }, { name }) {
    const found = await events.findRule(name);
    if (!found) return null;
    const target = await findTarget(events, name);
    return seenAs({
      eventPattern: { ...found.eventPattern },
      enabled: found.enabled,
      targetArn: target?.arn ?? null,
    });
  },
  async put(at, { name, spec }) {
    const { events } = at.scheduling;
    const { eventPattern, targetArn } = spec;
    await events.putRule({
      name,
      description: DESCRIPTION,
      scheduleExpression: null,
      eventPattern,
      tags: ownerTags(at),
    });
    if (targetArn === null) return "done";
    await events.putTarget(name, {
      id: TARGET_ID,
      arn: targetArn,
      inputTemplate: null,
      inputPaths: {},
      retry: null,
    });
    return "done";
  },
  remove: ({ scheduling: { events } }, { name }) => removeRule(events, name),
};

/** Ours, or whatever stands in its place. */
async function findTarget(events: EventBridge, name: string): Promise<RuleTarget | null> {
  const targets = await events.listTargets(name);
  return targets.find(({ id }) => id === TARGET_ID) ?? targets[0] ?? null;
}

/** AWS refuses to delete a rule that has targets. */
async function removeRule(events: EventBridge, name: string): Promise<"done"> {
  const targets = (await events.findRule(name)) ? await events.listTargets(name) : [];
  if (targets.length > 0) {
    await events.removeTargets(
      name,
      targets.map(({ id }) => id),
    );
  }
  await events.deleteRule(name);
  return "done";
}
