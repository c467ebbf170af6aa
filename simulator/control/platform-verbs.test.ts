import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
beforeEach(async () => {
  aws = await startFixture();
});
afterEach(() => aws.close());

const TRUST = JSON.stringify({
  Statement: {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: "lambda.amazonaws.com" },
  },
});
const POLICY = JSON.stringify({
  Statement: { Effect: "Allow", Action: "ec2:*", Resource: "*" },
});

async function fill(): Promise<void> {
  const [iam, logs] = [aws.client(IAMClient), aws.client(CloudWatchLogsClient)];
  const cloudwatch = aws.client(CloudWatchClient);
  const Tags = [{ Key: "amivault:owner", Value: "us" }];
  for (const name of ["kept", "removed"]) {
    const RoleName = name;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, Tags }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: POLICY }),
    );
    await logs.send(new CreateLogGroupCommand({ logGroupName: name, tags: { a: "b" } }));
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      }),
    );
  }
  await iam.send(new DeleteRolePolicyCommand({ RoleName: "removed", PolicyName: "own" }));
  await iam.send(new DeleteRoleCommand({ RoleName: "removed" }));
  await logs.send(new DeleteLogGroupCommand({ logGroupName: "removed" }));
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["removed"] }));
}

const truth = async (from: Fixture) => ({
  roles: await from.control.iamRoles(),
  groups: await from.control.logGroups(),
  alarms: await from.control.alarms(),
});

it("tells what there is of roles, log groups and alarms, and what there was", async () => {
  await fill();
  const by = `arn:aws:iam::${aws.accountId}:user/admin`;
  const removed = { at: aws.simulator.world.now(), by };
  const { roles, groups, alarms } = await truth(aws);
  expect(roles).toMatchObject([
    {
      accountId: aws.accountId,
      name: "kept",
      createdBy: by,
      trustPolicy: TRUST,
      policies: { own: POLICY },
      tags: { "amivault:owner": "us" },
    },
    { name: "removed", policies: {}, removed },
  ]);
  expect(roles[0]?.removed).toBeUndefined();
  expect(groups).toMatchObject([
    { region: aws.region, name: "kept", retentionDays: null, tags: { a: "b" }, lines: [] },
    { name: "removed", removed },
  ]);
  expect(alarms).toMatchObject([
    { name: "kept", state: "INSUFFICIENT_DATA", metricName: "Errors", threshold: 1 },
    { name: "removed", removed },
  ]);
  expect(await aws.control.iamRoles({ name: "kept" })).toHaveLength(1);
  await aws.control.deleteRole({ arn: roles[0]?.arn ?? "" });
  expect(await aws.control.iamRoles({ name: "kept" })).toMatchObject([
    { removed: { by: "control" } },
  ]);
  expect(await aws.control.alarms({ region: "us-east-1" })).toEqual([]);
});

it("moves them with the world", async () => {
  await fill();
  const other = await startFixture();
  const { world } = await aws.control.export();
  await other.control.import({ world });
  expect(await truth(other)).toEqual(await truth(aws));
  await other.close();
});
