import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { KIND_ORDER } from "./kind-rules.pure";
import { leaveObject } from "./repair-place";

let world: EventbridgeWorld;
afterEach(() => world.close());

const NOT_BY_RULE = ["state_rule", "scheduler_role", "schedule_group", "schedule", "one_time"];
const BY_RULE = KIND_ORDER.filter((kind) => !NOT_BY_RULE.includes(kind));

const ready = (kinds: readonly string[]) => kinds.map((kind) => `${kind} ready`).toSorted();

async function setUp(options: Parameters<typeof createEventbridgeWorld>[0] = {}): Promise<void> {
  world = await createEventbridgeWorld(options);
  for (const instance of world.fleet) await world.choose(instance, "eventbridge");
  await world.settle();
}

describe("what somebody else changes", () => {
  async function ruleName(): Promise<string> {
    const { rules } = await world.truth();
    return rules.find(({ scheduleExpression }) => scheduleExpression)?.name ?? "";
  }

  it("is found, told, made up for and put back by a person's word", async () => {
    await setUp();
    const events = new EventBridgeClient(world.person);
    await events.send(new DisableRuleCommand({ Name: await ruleName() }));
    await world.refresh();
    expect(await world.states()).toContain("rule changed: Somebody disabled it in AWS.");
    // Nobody else would start them now.
    expect(await world.firedBy()).toBe("local");
    expect(await world.openAlerts()).toEqual(["eventbridge.changed"]);
    expect((await world.truth()).rules.map(({ state }) => state)).toEqual(["DISABLED"]);

    await world.repair();
    expect((await world.truth()).rules.map(({ state }) => state)).toEqual(["ENABLED"]);
    expect(await world.firedBy()).toBe("eventbridge");
    expect(await world.openAlerts()).toEqual([]);
  });

  it("is a function that is gone: asked about, and made again", async () => {
    await setUp();
    const [made] = (await world.truth()).functions;
    const lambda = new LambdaClient(world.person);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: made?.name }));
    await world.refresh();
    expect(await world.states()).toContain("function missing: Somebody deleted it in AWS.");
    expect(await world.firedBy()).toBe("local");
    await world.repair();
    // Its permission and its retries went with it.
    await world.refresh();
    await world.repair();
    expect(await world.states()).toEqual(ready(BY_RULE));
    expect(await world.firedBy()).toBe("eventbridge");
  });

  it("is found by itself within the hour, and heals when the person puts it back", async () => {
    await setUp();
    const events = new EventBridgeClient(world.person);
    await events.send(new DisableRuleCommand({ Name: await ruleName() }));
    await world.advance(HOUR + MINUTE);
    await world.settle();
    expect(await world.firedBy()).toBe("local");
    await events.send(new EnableRuleCommand({ Name: await ruleName() }));
    await world.refresh();
    expect(await world.firedBy()).toBe("eventbridge");
  });

  it("is not removed without a word, and may be left", async () => {
    await setUp();
    const events = new EventBridgeClient(world.person);
    const name = await ruleName();
    const Targets = [{ Id: "amivault", Arn: "arn:aws:sqs:eu-central-1:111122223333:theirs" }];
    await events.send(new PutTargetsCommand({ Rule: name, Targets }));
    await world.choose(world.fleet[0], "local");
    await world.settle();
    const asked = (await world.objects()).find(({ kind }) => kind === "rule");
    expect(asked).toMatchObject({ state: "changed", wanted: false });
    await leaveObject(world.admin, { placeId: await world.placeId(), objectId: asked?.id ?? "" });
    await world.settle();
    expect(await world.places()).toEqual([]);
    expect((await world.truth()).rules.map((rule) => rule.name)).toEqual([name]);
  });
});
