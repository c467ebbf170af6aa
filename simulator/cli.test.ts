import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "./fixture";

const run = promisify(execFile);
const hasCli = await run("aws", ["--version"]).then(
  () => true,
  () => false,
);
if (!hasCli) console.log("the AWS CLI is not on this machine: its witness tests are left out");

let aws: Fixture;
beforeAll(async () => {
  aws = await startFixture();
});
afterAll(() => aws.close());

/** Runs `aws …` against the simulator and reads its JSON; throws with what it wrote to stderr. */
async function cli(args: string[]): Promise<unknown> {
  const { stdout } = await run("aws", [...args, "--output", "json"], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: aws.url,
      AWS_DEFAULT_REGION: aws.region,
      AWS_ACCESS_KEY_ID: aws.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.keys.secretAccessKey,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
    },
  });
  return stdout === "" ? undefined : JSON.parse(stdout);
}

describe.skipIf(!hasCli)("the AWS CLI", () => {
  it("makes, sees and removes an image", async () => {
    expect(await cli(["sts", "get-caller-identity"])).toMatchObject({ Account: aws.accountId });
    const instanceId = await aws.addInstance();
    const tags = `ResourceType=image,Tags=[{Key=Name,Value=<b>café & cli</b>}]`;
    const made = (await cli([
      "ec2",
      "create-image",
      "--instance-id",
      instanceId,
      "--name",
      "by-cli",
      "--no-reboot",
      "--tag-specifications",
      tags,
    ])) as { ImageId: string };
    await aws.control.advance({ ms: 60_000 });
    const images = await cli([
      "ec2",
      "describe-images",
      "--owners",
      "self",
      "--filters",
      "Name=name,Values=by-*",
    ]);
    expect(images).toMatchObject({
      Images: [
        {
          ImageId: made.ImageId,
          State: "available",
          Tags: [{ Key: "Name", Value: "<b>café & cli</b>" }],
        },
      ],
    });
    const removed = await cli([
      "ec2",
      "deregister-image",
      "--image-id",
      made.ImageId,
      "--delete-associated-snapshots",
    ]);
    expect(removed).toMatchObject({
      Return: true,
      DeleteSnapshotResults: [{ ReturnCode: "success" }],
    });
  }, 120_000);

  it("makes a role, a log group and an alarm, each in its own protocol", async () => {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    });
    const role = ["--role-name", "by-cli"];
    await cli(["iam", "create-role", ...role, "--assume-role-policy-document", trust]);
    expect(await cli(["iam", "get-role", ...role])).toMatchObject({
      Role: { RoleName: "by-cli", AssumeRolePolicyDocument: JSON.parse(trust) as object },
    });
    await cli(["logs", "create-log-group", "--log-group-name", "by-cli", "--tags", "a=b"]);
    expect(await cli(["logs", "describe-log-groups"])).toMatchObject({
      logGroups: [{ logGroupName: "by-cli" }],
    });
    const alarm =
      "--alarm-name by-cli --namespace AWS/Lambda --metric-name Errors --statistic Sum --period 300 " +
      "--dimensions Name=FunctionName,Value=f --evaluation-periods 1 --threshold 1 " +
      "--comparison-operator GreaterThanOrEqualToThreshold";
    await cli(["cloudwatch", "put-metric-alarm", ...alarm.split(" ")]);
    expect(await cli(["cloudwatch", "describe-alarms"])).toMatchObject({
      MetricAlarms: [
        {
          AlarmName: "by-cli",
          Dimensions: [{ Name: "FunctionName", Value: "f" }],
          Threshold: 1,
          StateValue: "INSUFFICIENT_DATA",
        },
      ],
    });
    await expect(cli(["cloudwatch", "delete-alarms", "--alarm-names", "none"])).rejects.toThrow(
      "(ResourceNotFound)",
    );
  }, 120_000);

  it("shows AWS's errors as AWS's", async () => {
    await expect(cli(["ec2", "describe-images", "--image-ids", "ami-00000000"])).rejects.toThrow(
      "(InvalidAMIID.NotFound) when calling the DescribeImages operation",
    );
  }, 120_000);
});
