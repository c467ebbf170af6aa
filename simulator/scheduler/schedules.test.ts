import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let scheduler: SchedulerClient;
let RoleArn: string;

beforeEach(async () => {
  aws = await startFixture();
  scheduler = aws.client(SchedulerClient);
  const trusts = ["scheduler.amazonaws.com"];
  const role = await aws.control.createRole({ accountId: aws.accountId, name: "r", trusts });
  RoleArn = role.arn;
  await scheduler.send(new CreateScheduleGroupCommand({ Name: "ours", ClientToken: "once" }));
});
afterEach(async () => {
  await aws.close();
});

const input = (more: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: "one",
  GroupName: "ours",
  ScheduleExpression: "cron(0 3 * * ? *)",
  ScheduleExpressionTimezone: "Europe/Berlin",
  FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
  Target: { Arn: "arn:aws:lambda:eu-west-1:1:function:f", RoleArn, Input: "{}" },
  ClientToken: "first",
  ...more,
});
const create = (more: Partial<CreateScheduleCommandInput> = {}): Promise<unknown> =>
  scheduler.send(new CreateScheduleCommand(input(more)));
const get = (Name = "one") => scheduler.send(new GetScheduleCommand({ Name, GroupName: "ours" }));

describe("a schedule", () => {
  it("is shown as it was made, and whole as it was changed", async () => {
    await create({ Description: "nightly" });
    expect(await get()).toMatchObject({
      Arn: `arn:aws:scheduler:eu-west-1:${aws.accountId}:schedule/ours/one`,
      ScheduleExpression: "cron(0 3 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
      ActionAfterCompletion: "NONE",
      State: "ENABLED",
      Description: "nightly",
      Target: { Input: "{}", RetryPolicy: { MaximumRetryAttempts: 185 } },
    });
    await scheduler.send(
      new UpdateScheduleCommand({ ...input(), FlexibleTimeWindow: { Mode: "OFF" } }),
    );
    const changed = await get();
    expect(changed.Description).toBeUndefined();
    expect(changed.FlexibleTimeWindow).toEqual({ Mode: "OFF" });
  });

  it("is made once by one token; another token is a conflict", async () => {
    await create();
    await create();
    await expect(create({ ClientToken: "other" })).rejects.toMatchObject({
      name: "ConflictException",
    });
    expect(await aws.control.schedules({})).toHaveLength(1);
  });

  it.each<[Partial<CreateScheduleCommandInput>, string]>([
    [{ ScheduleExpression: "cron(0 3 * * * *)" }, "Invalid Schedule Expression"],
    [{ ScheduleExpressionTimezone: "Mars/Base" }, "Timezone"],
    [{ FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } }, "can not be set"],
    [{ FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, "maximumWindowInMinutes"],
    [{ Name: "a b" }, "regular expression"],
  ])("is refused with %j", async (more, message) => {
    await expect(create(more)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message) as string,
    });
  });

  it("is refused when Scheduler may not assume its role", async () => {
    const { arn } = await aws.control.createRole({
      accountId: aws.accountId,
      name: "stranger",
      trusts: ["lambda.amazonaws.com"],
    });
    const Target = { Arn: "arn:aws:lambda:eu-west-1:1:function:f", RoleArn: arn };
    await expect(create({ Target })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("to assume the role") as string,
    });
  });

  it("is refused in a group that is not there, and is not found when it is not", async () => {
    const missing = { name: "ResourceNotFoundException" };
    await expect(create({ GroupName: "nowhere" })).rejects.toMatchObject(missing);
    await expect(get()).rejects.toMatchObject(missing);
    const remove = new DeleteScheduleCommand({ Name: "one", GroupName: "ours" });
    await expect(scheduler.send(remove)).rejects.toMatchObject(missing);
  });

  it("is listed by group and prefix, page by page", async () => {
    for (const Name of ["b2", "a", "b1"]) await create({ Name, ClientToken: Name });
    const list = { GroupName: "ours", NamePrefix: "b", MaxResults: 1 };
    const first = await scheduler.send(new ListSchedulesCommand(list));
    expect(first.Schedules?.map(({ Name }) => Name)).toEqual(["b1"]);
    const next = await scheduler.send(
      new ListSchedulesCommand({ ...list, NextToken: first.NextToken }),
    );
    expect(next.Schedules?.map(({ Name }) => Name)).toEqual(["b2"]);
  });
});

describe("a group", () => {
  it("is made once by one token", async () => {
    await scheduler.send(new CreateScheduleGroupCommand({ Name: "ours", ClientToken: "once" }));
    const again = new CreateScheduleGroupCommand({ Name: "ours", ClientToken: "twice" });
    await expect(scheduler.send(again)).rejects.toMatchObject({ name: "ConflictException" });
    const { ScheduleGroups } = await scheduler.send(new ListScheduleGroupsCommand({}));
    expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(["default", "ours"]);
  });

  it("takes its schedules along, and is DELETING for a while", async () => {
    await create();
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: "ours" }));
    const group = new GetScheduleGroupCommand({ Name: "ours" });
    expect((await scheduler.send(group)).State).toBe("DELETING");
    await expect(create({ ClientToken: "late" })).rejects.toMatchObject({
      name: "ConflictException",
    });
    expect(await aws.control.schedules({})).toEqual([]);
    await aws.control.advance({ ms: 2000 });
    await expect(scheduler.send(group)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("is deleted by whoever may delete its schedules, too", async () => {
    await aws.control.deny({ action: "scheduler:DeleteSchedule" });
    const remove = new DeleteScheduleGroupCommand({ Name: "ours" });
    await expect(scheduler.send(remove)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("called default stays", async () => {
    const remove = new DeleteScheduleGroupCommand({ Name: "default" });
    await expect(scheduler.send(remove)).rejects.toMatchObject({ name: "ValidationException" });
  });
});
