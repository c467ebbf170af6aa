import type { EventBridge, RuleTarget } from "#lib/aws/scheduling/scheduling";
import { SPECS, type SpecOf } from "../specs";
import { DESCRIPTION, ownerTags, seenAs, type ObjectKind } from "./kind";

/** A rule of ours has one target, under this id. */
const TARGET_ID = "amivault";

export const rule: ObjectKind<SpecOf<"rule">> = {
  schema: SPECS.rule,
  async look({ scheduling: { events } }, { name }) {
    const found = await events.findRule(name);
    if (!found) return null;
    const { target, otherTargets } = await findTargets(events, name);
    return seenAs({
      expression: found.scheduleExpression,
      enabled: found.enabled,
      targetArn: target?.arn ?? null,
      inputTemplate: target?.inputTemplate ?? null,
      inputPaths: target?.inputPaths ?? {},
      otherTargets,
      retry: target?.retry ?? null,
    });
  },
  async put(at, { name, spec }, seen) {
    const { events } = at.scheduling;
    const { expression, targetArn, inputTemplate, inputPaths, retry } = spec;
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
      inputPaths,
      retry,
    });
    if (seen?.spec.otherTargets.length) await removeOthers(events, name);
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
    const { target, otherTargets } = await findTargets(events, name);
    return seenAs({
      otherTargets,
      eventPattern: { ...found.eventPattern },
      enabled: found.enabled,
      targetArn: target?.arn ?? null,
    });
  },
  async put(at, { name, spec }, seen) {
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
    if (seen?.spec.otherTargets.length) await removeOthers(events, name);
    return "done";
  },
  remove: ({ scheduling: { events } }, { name }) => removeRule(events, name),
};

async function findTargets(
  events: EventBridge,
  name: string,
): Promise<{ target: RuleTarget | null; otherTargets: string[] }> {
  const targets = await events.listTargets(name);
  const others = targets.filter(({ id }) => id !== TARGET_ID);
  return {
    target: targets.find(({ id }) => id === TARGET_ID) ?? null,
    otherTargets: others.map(({ arn }) => arn).toSorted(),
  };
}

/** A person has said that the rule is to be ours alone again. */
async function removeOthers(events: EventBridge, name: string): Promise<void> {
  const others = (await events.listTargets(name)).filter(({ id }) => id !== TARGET_ID);
  if (others.length === 0) return;
  await events.removeTargets(
    name,
    others.map(({ id }) => id),
  );
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
