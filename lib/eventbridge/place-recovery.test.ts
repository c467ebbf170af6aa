import { PutMetricAlarmCommand, CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { afterEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { credentials } from "../db/schema";
import { updateInstance } from "../instances/update-instance";
import { updateSchedule } from "../schedules/update-schedule";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { eventbridgePlaceJob } from "./jobs";
import { forgetPlace } from "./repair-place";
import { workOnPlace } from "./work-on-place";

let world: EventbridgeWorld;
afterEach(() => world.close());

const BERLIN = { schedules: [{ schedule: "30 2 * * *", zone: "Europe/Berlin" }] };

async function setUp(options: Parameters<typeof createEventbridgeWorld>[0] = {}): Promise<void> {
  world = await createEventbridgeWorld(options);
  for (const instance of world.fleet) await world.choose(instance, "eventbridge");
  await world.settle();
}

async function settleFor(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.settle();
    await world.advance(MINUTE);
  }
}

async function unready(): Promise<string[]> {
  return (await world.states()).filter((text) => !text.endsWith(" ready"));
}

describe("what we did ourselves is nobody else's doing", () => {
  it("coming back while the schedule group is still being deleted", async () => {
    await setUp(BERLIN);
    await world.sim.control.configure({ automation: { groupDeletionMs: 20_000 } });
    await world.choose(world.fleet[0], "local");
    const { accountRef = "", region = "" } = world.fleet[0] ?? {};
    const place = eventbridgePlaceJob.payload.parse({ accountRef, region });
    for (let round = 0; round < 20; round += 1) {
      await workOnPlace(world.runtime, place);
      if ((await world.states()).some((text) => text.includes("is deleting the schedule group")))
        break;
      await world.advance(100);
    }
    await world.choose(world.fleet[0], "eventbridge");
    await settleFor(3);
    expect(await unready()).toEqual([]);
    expect(await world.firedBy()).toBe("eventbridge");
    expect(await world.openAlerts()).toEqual([]);
  });

  it("two edits in a row, the first of which AWS took in part", async () => {
    await setUp();
    const denial = await world.sim.control.deny({ action: "events:PutTargets" });
    const [link] = await world.links(world.fleet[0]);
    const scheduleId = link?.scheduleId ?? "";
    await updateSchedule(world.admin, {
      scheduleId,
      schedule: "0 3 * * *",
      startWindowMinutes: 60,
    });
    await world.settle();
    expect(await unready()).toEqual([expect.stringContaining("rule failed")]);
    await updateSchedule(world.admin, {
      scheduleId,
      schedule: "0 4 * * *",
      startWindowMinutes: 90,
    });
    await world.sim.control.allow({ id: denial.id });
    await settleFor(5);
    expect(await unready()).toEqual([]);
    expect(await world.firedBy()).toBe("eventbridge");
  });
});

describe("what AWS refuses", () => {
  it("is not left to AWS as it was before: we start it as it is wanted, and say so", async () => {
    await setUp();
    await updateInstance(world.admin, { instanceId: world.instanceId(), rebootOnBackup: true });
    await world.settle();
    const denial = await world.sim.control.deny({ action: "events:PutTargets" });
    await world.advance(1_000);
    await updateInstance(world.admin, { instanceId: world.instanceId(), rebootOnBackup: false });
    await settleFor(3);
    expect(await world.firedBy()).toBe("local");
    expect(await world.openAlerts()).toEqual(["eventbridge.failing"]);
    await world.sim.control.allow({ id: denial.id });
    await world.repair();
    expect(await world.firedBy()).toBe("eventbridge");
    expect(await world.openAlerts()).toEqual([]);
  });

  it("is forgotten when it is over, also where only a comparison looked", async () => {
    await setUp();
    const { db } = world.runtime;
    await db.write(async (tx) => {
      await tx.update(credentials).set({ deletedAt: 1 });
    });
    await world.advance(HOUR + MINUTE);
    await world.settle();
    expect(await world.places()).toMatchObject([{ errorCode: "NoCredential" }]);
    expect(await world.openAlerts()).toEqual(["eventbridge.failing"]);
    await db.write(async (tx) => {
      await tx.update(credentials).set({ deletedAt: null });
    });
    await world.advance(HOUR + MINUTE);
    await world.settle();
    expect(await world.places()).toMatchObject([{ errorCode: null }]);
    expect(await world.openAlerts()).toEqual([]);
  });

  it("is no comparison when it could see nothing", async () => {
    await setUp();
    for (const action of ["lambda:*", "events:*", "iam:*", "logs:*", "ec2:DescribeInstances"]) {
      await world.sim.control.deny({ action });
    }
    await world.advance(HOUR + MINUTE);
    await world.settle();
    expect(await world.places()).toMatchObject([{ comparedAt: null, compareFromAt: null }]);
    expect(await world.openAlerts()).toEqual(["eventbridge.failing"]);
    await world.sim.control.allow({});
    await world.advance(HOUR + MINUTE);
    await world.settle();
    expect((await world.places())[0]?.comparedAt).not.toBeNull();
    expect(await world.openAlerts()).toEqual([]);
  });

  it("leaves no alert of a place that was given up", async () => {
    await setUp();
    await world.runtime.db.write(async (tx) => {
      await tx.update(credentials).set({ deletedAt: 1 });
    });
    await world.choose(world.fleet[0], "local");
    await world.settle();
    expect(await world.openAlerts()).toEqual(["eventbridge.failing"]);
    await forgetPlace(world.admin, { placeId: await world.placeId() });
    await world.settle();
    expect(await world.places()).toEqual([]);
    expect(await world.openAlerts()).toEqual([]);
  });
});

describe("what others put beside ours", () => {
  it("a target of theirs on our rule is asked about, and goes only by a person's word", async () => {
    await setUp();
    const { rules } = await world.truth();
    const Rule = rules.find(({ scheduleExpression }) => scheduleExpression)?.name;
    const Targets = [{ Id: "theirs", Arn: "arn:aws:sqs:eu-central-1:111122223333:theirs" }];
    await new EventBridgeClient(world.person).send(new PutTargetsCommand({ Rule, Targets }));
    await world.refresh();
    expect(await unready()).toEqual([expect.stringContaining("rule changed")]);
    await world.repair();
    expect(await unready()).toEqual([]);
    const { rules: mended } = await world.truth();
    expect(mended.flatMap(({ targets }) => targets.map(({ id }) => id))).toEqual(["amivault"]);
  });

  it("whom the alarm tells stays as they set it", async () => {
    await setUp();
    const alarm = (await world.objects()).find(({ kind }) => kind === "alarm");
    const cloudwatch = new CloudWatchClient(world.person);
    const theirs = ["arn:aws:sns:eu-central-1:111122223333:on-call"];
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: alarm?.name,
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: "GreaterThanThreshold",
        AlarmActions: theirs,
      }),
    );
    await world.refresh();
    await world.repair();
    const place = { accountId: world.fleet[0]?.accountId ?? "", region: world.person.region };
    const aws = await world.runtime.aws.scheduling({
      credentialId: world.fleet[0]?.credentialId ?? "",
      region: place.region,
      purpose: "schedule",
    });
    expect(await aws.cloudwatch.findAlarm(alarm?.name ?? "")).toMatchObject({
      threshold: 1,
      actions: { alarm: theirs },
    });
  });

  it("a schedule of theirs in our group keeps the group", async () => {
    await setUp(BERLIN);
    const made = (await world.objects()).find(({ kind }) => kind === "schedule");
    const GroupName = (await world.objects()).find(({ kind }) => kind === "schedule_group")?.name;
    await new SchedulerClient(world.person).send(
      new CreateScheduleCommand({
        Name: "theirs",
        GroupName,
        ScheduleExpression: "cron(0 1 * * ? *)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: String(made?.spec["targetArn"]), RoleArn: String(made?.spec["roleArn"]) },
      }),
    );
    await world.choose(world.fleet[0], "local");
    await world.settle();
    expect(await unready()).toEqual([expect.stringContaining("theirs")]);
    expect((await world.truth()).schedules.map(({ name }) => name)).toEqual(["theirs"]);
  });

  it("a role that was deleted and made again is granted anew to the function", async () => {
    await setUp();
    const role = (await world.objects()).find(({ kind }) => kind === "function_role")?.name;
    const iam = new IAMClient(world.person);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: "amivault" }));
    await iam.send(new DeleteRoleCommand({ RoleName: role }));
    await world.refresh();
    expect(await world.firedBy()).toBe("local");
    const before = await world.calls("UpdateFunctionConfiguration");
    await world.repair();
    expect(await unready()).toEqual([]);
    expect(await world.calls("UpdateFunctionConfiguration")).toBe(before + 1);
    expect(await world.firedBy()).toBe("eventbridge");
  });
});
