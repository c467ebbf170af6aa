import { beforeAll, expect, it } from "vitest";
import type { Role, Scheduling } from "../aws/scheduling/scheduling";
import { schedulerTrust } from "../aws/trust-policies.pure";
import {
  ALARM,
  EMPTY_ZIP,
  functionInput,
  LOG_GROUP,
  NAME,
  RETRY,
  ROLE,
  scheduleInput,
  TAGS,
} from "./scheduling-inputs";

/** What holds of the adapters before every AWS: ours and somebody else's. */
export function schedulingSuite(options: { open(): Promise<Scheduling> }): void {
  let aws: Scheduling;
  let role: Role;
  beforeAll(async () => {
    aws = await options.open();
  }, 60_000);

  it("makes a role once, with its trust and policy", async () => {
    expect(await aws.iam.findRole(NAME)).toBeNull();
    expect(await aws.iam.findRolePolicy(NAME, NAME)).toBeNull();
    expect(await aws.iam.listRolePolicies(NAME)).toEqual({ inline: [], attached: [] });
    role = await aws.iam.createRole(ROLE);
    expect(await aws.iam.createRole({ ...ROLE, description: "Another." })).toEqual(role);
    const groupArn = "arn:aws:scheduler:eu-west-1:111111111111:schedule-group/amivault-test";
    const trust = schedulerTrust({ accountId: "111111111111", groupArn });
    await aws.iam.updateTrustPolicy(NAME, trust);
    expect(await aws.iam.findRole(NAME)).toEqual({ ...role, trustPolicy: trust });
    await aws.iam.updateTrustPolicy(NAME, ROLE.trustPolicy);
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ec2:DescribeImages", Resource: "*" }],
    };
    await aws.iam.putRolePolicy(NAME, NAME, policy);
    expect(await aws.iam.findRolePolicy(NAME, NAME)).toEqual(policy);
    expect(await aws.iam.listRolePolicies(NAME)).toEqual({ inline: [NAME], attached: [] });
  });

  it("makes a log group once, and says how long it keeps", async () => {
    expect(await aws.logs.findLogGroup(LOG_GROUP)).toBeNull();
    await aws.logs.createLogGroup(LOG_GROUP, TAGS);
    await aws.logs.createLogGroup(LOG_GROUP, TAGS);
    await aws.logs.createLogGroup(`${LOG_GROUP}-2`, TAGS);
    await aws.logs.putRetention(LOG_GROUP, 14);
    expect(await aws.logs.findLogGroup(LOG_GROUP)).toEqual({ name: LOG_GROUP, retentionDays: 14 });
    expect((await aws.logs.findLogGroup(`${LOG_GROUP}-2`))?.retentionDays).toBeNull();
    await aws.logs.deleteLogGroup(`${LOG_GROUP}-2`);
  });

  it("makes a function once, changes it, and bounds its repetitions", async () => {
    expect(await aws.lambda.findFunction(NAME)).toBeNull();
    const input = functionInput(role.arn);
    const made = await aws.lambda.createFunction({ ...input, zip: EMPTY_ZIP, tags: TAGS });
    expect(made).toMatchObject(input);
    await settled();
    expect(await aws.lambda.createFunction({ ...input, zip: EMPTY_ZIP, tags: TAGS })).toMatchObject(
      {
        arn: made.arn,
      },
    );
    await aws.lambda.updateConfiguration({ ...input, timeoutSeconds: 90 });
    await settled();
    expect((await aws.lambda.updateCode(NAME, EMPTY_ZIP)).codeSha256).toBe(made.codeSha256);
    await settled();
    expect(await aws.lambda.findFunction(NAME)).toMatchObject({ ...input, timeoutSeconds: 90 });
    expect(await aws.lambda.findEventInvokeConfig(NAME)).toBeNull();
    await aws.lambda.putEventInvokeConfig(NAME, RETRY);
    expect(await aws.lambda.findEventInvokeConfig(NAME)).toEqual(RETRY);
    await aws.lambda.deleteEventInvokeConfig(NAME);
    await aws.lambda.deleteEventInvokeConfig(NAME);
  });

  /** Lambda takes no change while it is at one. */
  async function settled(): Promise<void> {
    await expect
      .poll(async () => {
        const found = await aws.lambda.findFunction(NAME);
        return [found?.state ?? "Active", found?.lastUpdateStatus ?? "Successful"];
      })
      .toEqual(["Active", "Successful"]);
  }

  it("lets rules of ours invoke it, and nobody after that", async () => {
    expect(await aws.lambda.listPermissions(NAME)).toEqual([]);
    const permission = {
      functionName: NAME,
      statementId: "amivault-rules",
      principal: "events.amazonaws.com",
      sourceArn: "arn:aws:events:eu-west-1:111111111111:rule/amivault-*",
      sourceAccount: "111111111111",
    };
    await aws.lambda.addPermission(permission);
    expect(await aws.lambda.listPermissions(NAME)).toMatchObject([
      { Sid: "amivault-rules", Principal: { Service: "events.amazonaws.com" } },
    ]);
    await aws.lambda.removePermission(NAME, "amivault-rules");
    await aws.lambda.removePermission(NAME, "amivault-rules");
    expect(await aws.lambda.listPermissions(NAME)).toEqual([]);
  });

  it("puts rules whole, of times and of events, with their target", async () => {
    const before = await aws.events.countRules();
    expect(await aws.events.findRule(NAME)).toBeNull();
    expect(await aws.events.listTargets(NAME)).toEqual([]);
    const timed = {
      name: NAME,
      description: "A test's.",
      scheduleExpression: "cron(30 2 * * ? *)",
      eventPattern: null,
    };
    const watching = {
      name: `${NAME}-2`,
      description: "A test's.",
      scheduleExpression: null,
      eventPattern: { source: ["aws.ec2"] },
    };
    for (const rule of [timed, watching, timed]) await aws.events.putRule({ ...rule, tags: TAGS });
    expect(await aws.events.findRule(NAME)).toMatchObject({ ...timed, enabled: true });
    expect(await aws.events.listRules(NAME)).toMatchObject([timed, watching]);
    expect(await aws.events.countRules()).toBe(before + 2);
    const functionArn = (await aws.lambda.findFunction(NAME))?.arn ?? "";
    const target = {
      id: "function",
      arn: functionArn,
      inputTemplate: '{"scheduledTime":<time>}',
      inputPaths: { time: "$.time" },
      retry: RETRY,
    };
    await aws.events.putTarget(NAME, target);
    await aws.events.putTarget(NAME, target);
    expect(await aws.events.listTargets(NAME)).toEqual([target]);
  });

  it("removes rules after their targets", async () => {
    await aws.events.removeTargets(NAME, ["function"]);
    expect(await aws.events.listTargets(NAME)).toEqual([]);
    for (const name of [NAME, NAME, `${NAME}-2`]) await aws.events.deleteRule(name);
    expect(await aws.events.listRules(NAME)).toEqual([]);
  });

  it("makes schedules in a group, once and whole", async () => {
    expect(await aws.scheduler.findGroup(NAME)).toBeNull();
    await aws.scheduler.createGroup(NAME, TAGS);
    await aws.scheduler.createGroup(NAME, TAGS);
    const group = await aws.scheduler.findGroup(NAME);
    expect(group).toMatchObject({ name: NAME, state: "ACTIVE" });
    const functionArn = (await aws.lambda.findFunction(NAME))?.arn ?? "";
    const accountId = role.arn.split(":")[4] ?? "";
    const trustPolicy = schedulerTrust({ accountId, groupArn: group?.arn ?? "" });
    const { arn: roleArn } = await aws.iam.createRole({ ...ROLE, name: `${NAME}-2`, trustPolicy });
    const input = scheduleInput({ functionArn, roleArn });
    expect(await aws.scheduler.findSchedule(NAME, input.name)).toBeNull();
    await aws.scheduler.createSchedule(input);
    await aws.scheduler.createSchedule(input);
    const other = { ...input, flexibleMinutes: null };
    await expect(aws.scheduler.createSchedule(other)).rejects.toMatchObject({
      awsCode: "ConflictException",
    });
    expect(await aws.scheduler.findSchedule(NAME, input.name)).toMatchObject(input);
    await aws.scheduler.updateSchedule(other);
    expect(await aws.scheduler.findSchedule(NAME, input.name)).toMatchObject(other);
    expect(await aws.scheduler.listSchedules(NAME)).toEqual([
      { name: input.name, enabled: true, targetArn: functionArn },
    ]);
    await aws.scheduler.deleteSchedule(NAME, input.name);
    await aws.scheduler.deleteSchedule(NAME, input.name);
    expect(await aws.scheduler.listSchedules(NAME)).toEqual([]);
  });

  it("watches the function's errors", async () => {
    expect(await aws.cloudwatch.findAlarm(NAME)).toBeNull();
    await aws.cloudwatch.putAlarm(ALARM, TAGS);
    await aws.cloudwatch.putAlarm(ALARM, TAGS);
    expect(await aws.cloudwatch.findAlarm(NAME)).toMatchObject(ALARM);
    const to = Date.now();
    const asked = { functionName: NAME, from: to - 3_600_000, to, periodSeconds: 300 };
    expect(await aws.cloudwatch.sumByPeriod({ ...asked, metricName: "Errors" })).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    await aws.scheduler.deleteGroup(NAME);
    await aws.cloudwatch.deleteAlarm(NAME);
    await aws.cloudwatch.deleteAlarm(NAME);
    await aws.lambda.deleteFunction(NAME);
    await aws.lambda.deleteFunction(NAME);
    await aws.logs.deleteLogGroup(LOG_GROUP);
    await aws.logs.deleteLogGroup(LOG_GROUP);
    await aws.iam.deleteRolePolicy(NAME, NAME);
    await aws.iam.deleteRolePolicy(NAME, NAME);
    for (const name of [NAME, NAME, `${NAME}-2`]) await aws.iam.deleteRole(name);
    expect(await aws.iam.findRole(NAME)).toBeNull();
    expect(await aws.lambda.findFunction(NAME)).toBeNull();
    expect(await aws.logs.findLogGroup(LOG_GROUP)).toBeNull();
    expect(await aws.cloudwatch.findAlarm(NAME)).toBeNull();
    // AWS takes its time with a group.
    expect((await aws.scheduler.findGroup(NAME))?.state ?? "gone").toMatch(/^(gone|DELETING)$/);
  });
}
