import { AttachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { instances, schedules } from "../db/schema";
import { pauseInstance } from "../instances/pause-instance";
import { resumeInstance } from "../instances/resume-instance";
import { removeInstance } from "../instances/remove-instance";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { signedIn } from "../testing/people";
import { deleteCredential } from "../credentials/delete-credential";
import { enqueuePlaces } from "./enqueue-places";
import { KIND_ORDER } from "./kind-rules.pure";

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

async function expectNothingLeft(): Promise<void> {
  expect(await world.states()).toEqual([]);
  expect(await world.places()).toEqual([]);
  expect(await world.truth()).toEqual({ rules: [], schedules: [], functions: [] });
  const left = await world.sim.control.listInstances({});
  expect(left.flatMap(({ tags }) => Object.keys(tags)).filter((key) => key !== "Name")).toEqual([]);
}

describe("setting up and leaving", () => {
  it("makes each thing once, hands the links over, and leaves nothing behind", async () => {
    await setUp();
    expect(await world.states()).toEqual(ready(BY_RULE));
    const [link] = await world.links(world.fleet[0]);
    const now = world.runtime.clock.now();
    expect(link).toMatchObject({ scheduler: "eventbridge", awsVersion: 1 });
    expect(link?.awsFromAt).toBeGreaterThan(now + MINUTE);
    const { rules, functions } = await world.truth();
    expect(rules.map(({ scheduleExpression }) => scheduleExpression)).toEqual([
      "cron(0 2 * * ? *)",
    ]);
    expect(functions.map(({ statementIds }) => statementIds)).toEqual([["amivault-rules"]]);

    await world.choose(world.fleet[0], "local");
    expect(await world.firedBy()).toBe("local");
    await world.settle();
    await expectNothingLeft();
  });

  it("uses Scheduler where the schedule has a zone, with what the clocks leave out", async () => {
    await setUp({ schedules: [{ schedule: "30 2 * * *", zone: "Europe/Berlin" }] });
    const { schedules: made, rules } = await world.truth();
    expect(made.map(({ expression }) => expression).toSorted()).toEqual([
      "at(2026-03-29T01:00:00)",
      "cron(30 2 * * ? *)",
    ]);
    expect(rules).toEqual([]);
    expect(await world.firedBy()).toBe("eventbridge");
    await removeInstance(world.admin, { instanceId: world.instanceId() });
    await world.settle();
    await expectNothingLeft();
  });

  it("comes to its end whatever reply is lost, once each", async () => {
    world = await createEventbridgeWorld();
    const mutating = ["Create*", "Put*", "Add*", "Update*", "Delete*", "Remove*"];
    for (const action of mutating) {
      await world.sim.control.addFault({
        scope: { action },
        probability: 0.4,
        effect: { kind: "loseReply" },
      });
    }
    await world.choose(world.fleet[0], "eventbridge");
    for (let round = 0; round < 30 && (await world.firedBy()) === "local"; round += 1) {
      await world.settle();
      await world.advance(MINUTE);
    }
    expect(await world.states()).toEqual(ready(BY_RULE));
    await world.choose(world.fleet[0], "local");
    for (let round = 0; round < 30 && (await world.states()).length > 0; round += 1) {
      await world.settle();
      await world.advance(MINUTE);
    }
    await expectNothingLeft();
  });

  it("names the permission that is missing, and goes on when it is given", async () => {
    world = await createEventbridgeWorld();
    const denial = await world.sim.control.deny({ action: "lambda:CreateFunction" });
    await world.choose(world.fleet[0], "eventbridge");
    await world.settle();
    const failed = (await world.objects()).find(({ kind }) => kind === "function");
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed?.suggestion).toContain("lambda:CreateFunction");
    expect(failed?.suggestion).toContain("iam:PassRole");
    expect(await world.firedBy()).toBe("local");
    for (let round = 0; round < 3; round += 1) {
      await world.advance(MINUTE);
      await world.settle();
    }
    expect(await world.openAlerts()).toEqual(["eventbridge.failing"]);
    await world.sim.control.allow({ id: denial.id });
    await world.repair();
    expect(await world.states()).toEqual(ready(BY_RULE));
    expect(await world.openAlerts()).toEqual([]);
  });

  it("keeps what others use until the last one leaves", async () => {
    await setUp({ instances: 3 });
    await world.choose(world.fleet[0], "local");
    await world.choose(world.fleet[1], "local");
    await world.settle();
    expect(await world.states()).toEqual(ready(BY_RULE));
    expect(await world.firedBy(2)).toBe("eventbridge");
    await world.choose(world.fleet[2], "local");
    await world.settle();
    await expectNothingLeft();
  });

  it("rests with a pause, wherever it came from, and comes back with the end of it", async () => {
    await setUp();
    await pauseInstance(world.admin, { instanceId: world.instanceId() });
    await world.settle();
    await expectNothingLeft();
    await resumeInstance(world.admin, { instanceId: world.instanceId() });
    await world.choose(world.fleet[0], "eventbridge");
    await enqueuePlaces(world.runtime);
    await world.settle();
    expect(await world.firedBy()).toBe("eventbridge");
  });

  it("refuses a schedule that AWS cannot be told, with the reason, and changes nothing", async () => {
    world = await createEventbridgeWorld({ schedules: [{ schedule: "0 2 */2 * 1", zone: "UTC" }] });
    await expect(world.choose(world.fleet[0], "eventbridge")).rejects.toMatchObject({
      reason: "NotConvertible",
    });
    expect(await world.places()).toEqual([]);
  });

  it("leaves another installation's tag alone and says so", async () => {
    world = await createEventbridgeWorld();
    const [instance] = world.fleet;
    await world.sim.control.updateInstance({
      instanceId: instance?.instanceId ?? "",
      tags: { "amivault:protect": "another-one" },
    });
    await world.choose(instance, "eventbridge");
    await world.settle();
    const tag = (await world.objects()).find(({ kind }) => kind === "protect_tag");
    expect(tag).toMatchObject({ state: "failed", errorCode: "OthersTag" });
    expect(await world.firedBy()).toBe("local");
  });

  it("takes another runtime and Scheduler where AWS has no room for the first choice", async () => {
    world = await createEventbridgeWorld();
    await world.sim.control.addFault({
      scope: { action: "PutRule" },
      probability: 1,
      effect: { kind: "error", code: "LimitExceededException", httpStatus: 400 },
    });
    await world.sim.control.configure({ automation: { missingRuntimes: ["nodejs24.x"] } });
    await world.choose(world.fleet[0], "eventbridge");
    await world.settle();
    const { functions, schedules: made } = await world.truth();
    expect(functions.map(({ runtime }) => runtime)).toEqual(["nodejs22.x"]);
    expect(made).toHaveLength(1);
    expect(await world.firedBy()).toBe("eventbridge");
  });

  it("keeps a role that somebody gave more policies, and says which", async () => {
    await setUp();
    const [role] = (await world.objects()).filter(({ kind }) => kind === "function_role");
    const iam = new IAMClient(world.person);
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await iam.send(new AttachRolePolicyCommand({ RoleName: role?.name, PolicyArn }));
    await world.choose(world.fleet[0], "local");
    await world.settle();
    expect(await world.states()).toEqual([expect.stringContaining("function_role failed")]);
    expect((await world.objects())[0]?.message).toContain("ReadOnlyAccess");
  });

  it("keeps the last credential until AWS has nothing of ours", async () => {
    await setUp();
    const admin = await signedIn(world.admin);
    const credentialId = world.fleet[0]?.credentialId ?? "";
    await removeInstance(world.admin, { instanceId: world.instanceId() });
    await expect(deleteCredential(admin, { credentialId })).rejects.toMatchObject({
      reason: "CredentialInUse",
    });
    await world.settle();
    await expectNothingLeft();
    await deleteCredential(admin, { credentialId });
  });
});

it("the choice is the instance's own, audited, and a schedule's version decides", async () => {
  await setUp();
  const { read } = world.runtime.db;
  const [row] = await read.select().from(instances).where(eq(instances.id, world.instanceId()));
  expect(row?.scheduler).toBe("eventbridge");
  const [schedule] = await read.select().from(schedules);
  expect(schedule?.version).toBe(1);
});
