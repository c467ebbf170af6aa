import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultEffect } from "#simulator/core/fault-rules";
import {
  createAwsWorld,
  saveKeys,
  unlimited,
  WORLD_REGION,
  type AwsWorld,
} from "../../testing/aws-world";
import {
  EMPTY_ZIP,
  functionInput,
  LOG_GROUP,
  NAME,
  ROLE,
  scheduleInput,
  TAGS,
} from "../../testing/scheduling-inputs";
import { schedulerTrust } from "../trust-policies.pure";
import type { Scheduling } from "./scheduling";

const REAL_TIMEOUT_MS = 2_000;
const RULE = {
  name: NAME,
  description: "A test's.",
  scheduleExpression: "cron(30 2 * * ? *)",
  eventPattern: null,
  tags: TAGS,
};

let world: AwsWorld;
let aws: Scheduling;
beforeAll(async () => {
  world = await createAwsWorld({ budget: unlimited, requestTimeoutMs: REAL_TIMEOUT_MS });
  const credentialId = saveKeys(world, world.key);
  const target = { credentialId, region: WORLD_REGION, purpose: "schedule" } as const;
  aws = await world.aws.scheduling({ ...target, interactive: true });
});
beforeEach(() => world.sim.control.configure({ roleAssumableAfterMs: 0 }));
afterEach(async () => {
  await world.sim.control.clearFaults({});
  await world.sim.control.allow({});
});
afterAll(() => world.close());

function fault(action: string, effect: FaultEffect, times?: number) {
  return world.sim.control.addFault({ scope: { action }, effect, ...(times ? { times } : {}) });
}

describe("an answer that was lost", () => {
  const lost = (action: string) => fault(action, { kind: "loseReply", by: "reset" }, 1);

  it("leaves one role, group of logs, function, rule and schedule, and is no error", async () => {
    await lost("CreateRole");
    const role = await aws.iam.createRole(ROLE);
    await lost("CreateLogGroup");
    await aws.logs.createLogGroup(LOG_GROUP, TAGS);
    await lost("CreateFunction");
    const input = { ...functionInput(role.arn), zip: EMPTY_ZIP, tags: TAGS };
    const made = await aws.lambda.createFunction(input);
    expect(made.name).toBe(NAME);
    await lost("PutRule");
    await aws.events.putRule(RULE);
    expect(await aws.events.listRules(NAME)).toHaveLength(1);
    await lost("CreateScheduleGroup");
    await aws.scheduler.createGroup(NAME, TAGS);
    const groupArn = (await aws.scheduler.findGroup(NAME))?.arn ?? "";
    const { accountId } = world.account;
    const trustPolicy = schedulerTrust({ accountId, groupArn });
    const { arn: roleArn } = await aws.iam.createRole({ ...ROLE, name: `${NAME}-2`, trustPolicy });
    await lost("CreateSchedule");
    await aws.scheduler.createSchedule(scheduleInput({ functionArn: made.arn, roleArn }));
    expect(await aws.scheduler.listSchedules(NAME)).toHaveLength(1);
  });

  it("of a removal is content that it is gone", async () => {
    await lost("DeleteRule");
    await aws.events.deleteRule(NAME);
    expect(await aws.events.findRule(NAME)).toBeNull();
  });
});

describe("what is answered in no form of AWS's", () => {
  const ANSWERS: FaultEffect[] = [
    { kind: "html", httpStatus: 200 },
    { kind: "html", httpStatus: 502 },
    { kind: "truncate" },
  ];
  it.each(ANSWERS)("%o is never nothing found", async (effect) => {
    await fault("ListRules", effect);
    await expect(aws.events.countRules()).rejects.toMatchObject({
      awsCode: "UnreadableAnswer",
      outcome: "unknown",
    });
    await fault("GetRole", effect);
    await expect(aws.iam.findRole(NAME)).rejects.toMatchObject({ awsCode: "UnreadableAnswer" });
  });

  it("a list that is left out is not an empty one", async () => {
    await fault("ListRules", { kind: "omit", elements: ["Rules"] });
    await expect(aws.events.countRules()).rejects.toMatchObject({ awsCode: "UnreadableAnswer" });
  });
});

describe("refusals", () => {
  it("a role that is not spread yet is waited for, by Lambda and by Scheduler", async () => {
    await world.sim.control.configure({ roleAssumableAfterMs: 60_000 });
    const role = await aws.iam.createRole({ ...ROLE, name: `${NAME}-3` });
    const input = { ...functionInput(role.arn), name: `${NAME}-3`, zip: EMPTY_ZIP, tags: TAGS };
    await expect(aws.lambda.createFunction(input)).rejects.toMatchObject({
      awsCode: "RoleNotAssumable",
      outcome: "later",
    });
    await aws.scheduler.createGroup(NAME, TAGS);
    const schedule = scheduleInput({
      functionArn: role.arn.replace("iam", "lambda"),
      roleArn: role.arn,
    });
    await expect(
      aws.scheduler.createSchedule({ ...schedule, name: `${NAME}-3` }),
    ).rejects.toMatchObject({ awsCode: "RoleNotAssumable", outcome: "later" });
  });

  it("a group that is still being deleted is waited for", async () => {
    await aws.scheduler.createGroup(`${NAME}-6`, TAGS);
    await aws.scheduler.deleteGroup(`${NAME}-6`);
    await aws.scheduler.deleteGroup(`${NAME}-6`);
    await expect(aws.scheduler.createGroup(`${NAME}-6`, TAGS)).rejects.toMatchObject({
      awsCode: "UpdateInProgress",
      outcome: "later",
    });
  });

  it("a runtime that Lambda does not take is named", async () => {
    const role = await aws.iam.createRole(ROLE);
    const input = { ...functionInput(role.arn), name: `${NAME}-4`, zip: EMPTY_ZIP, tags: TAGS };
    await expect(
      aws.lambda.createFunction({ ...input, runtime: "nodejs12.x" }),
    ).rejects.toMatchObject({ awsCode: "RuntimeNotSupported", outcome: "refused" });
  });

  it("the quota of rules is no throttle: nothing is slowed, nothing repeated", async () => {
    const code = "LimitExceededException";
    await fault("PutRule", { kind: "error", code, httpStatus: 400 });
    const heard = world.throttled.length;
    const { lastSeq } = await world.sim.control.calls({});
    await expect(aws.events.putRule({ ...RULE, name: `${NAME}-5` })).rejects.toMatchObject({
      awsCode: "TooManyRules",
      outcome: "refused",
    });
    expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toHaveLength(1);
    expect(world.throttled.length).toBe(heard);
  });

  it("a throttle of IAM slows the one bucket of all regions", async () => {
    await fault("GetRole", { kind: "error", code: "Throttling", httpStatus: 400 }, 1);
    await aws.iam.findRole(NAME);
    const { accountId } = world.account;
    expect(world.throttled.at(-1)).toEqual({ accountId, region: "us-east-1", action: "GetRole" });
  });

  const DENIED: Array<[string, () => Promise<unknown>, string]> = [
    ["iam:GetRole", () => aws.iam.findRole(NAME), "role/amivault-*"],
    ["lambda:GetPolicy", () => aws.lambda.listPermissions(NAME), "function:amivault-*"],
    ["events:PutRule", () => aws.events.putRule(RULE), "events:TagResource"],
    ["scheduler:GetSchedule", () => aws.scheduler.findSchedule(NAME, NAME), "schedule/amivault-*"],
    ["logs:DeleteLogGroup", () => aws.logs.deleteLogGroup(LOG_GROUP), "log-group:/aws/lambda/"],
  ];
  it.each(DENIED)("%s that is denied comes with its statement", async (action, call, part) => {
    await world.sim.control.deny({ action });
    await expect(call()).rejects.toMatchObject({
      outcome: "refused",
      message: `The credential may not do ${action}.`,
      suggestion: expect.stringContaining(part),
    });
  });
});
