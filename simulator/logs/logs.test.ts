import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOfRole } from "../automation/roles";
import { startFixture, type Fixture } from "../fixture";
import { recordLogLines } from "./record-log-lines";

const DAY_MS = 24 * 60 * 60 * 1000;
let aws: Fixture;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  aws = await startFixture();
  logs = aws.client(CloudWatchLogsClient);
});
afterAll(() => aws.close());

const create = (logGroupName: string, tags?: Record<string, string>) =>
  logs.send(new CreateLogGroupCommand({ logGroupName, tags }));
const describeGroups = (
  logGroupNamePrefix: string,
  more: { limit?: number; nextToken?: string } = {},
) => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, ...more }));

describe("log groups", () => {
  it("are made with tags and retention, shown, and deleted", async () => {
    const logGroupName = "/aws/lambda/amivault-abc";
    await create(logGroupName, { "amivault:owner": "us" });
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
    const { logGroups } = await describeGroups(logGroupName);
    const arn = `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:${logGroupName}`;
    expect(logGroups).toEqual([
      {
        logGroupName,
        creationTime: aws.simulator.world.now(),
        retentionInDays: 30,
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes: 0,
        logGroupClass: "STANDARD",
      },
    ]);
    await logs.send(new TagResourceCommand({ resourceArn: arn, tags: { a: "b" } }));
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ "amivault:owner": "us", a: "b" });
    await expect(create(logGroupName)).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
      message: "The specified log group already exists",
      $metadata: { httpStatusCode: 400 },
    });
    const remove = () => logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("come page by page, in order of name, of one region only", async () => {
    for (const name of ["page/c", "page/a", "page/b"]) await create(name);
    const first = await describeGroups("page/", { limit: 2 });
    const second = await describeGroups("page/", { limit: 2, nextToken: first.nextToken ?? "" });
    const names = [...(first.logGroups ?? []), ...(second.logGroups ?? [])];
    expect(names.map(({ logGroupName }) => logGroupName)).toEqual(["page/a", "page/b", "page/c"]);
    expect(second.nextToken).toBeUndefined();
    const elsewhere = aws.client(CloudWatchLogsClient, { region: "us-east-1" });
    const other = await elsewhere.send(new DescribeLogGroupsCommand({}));
    expect(other.logGroups).toEqual([]);
  });

  it("refuse what they cannot have", async () => {
    await create("strict");
    const retention = new PutRetentionPolicyCommand({ logGroupName: "strict", retentionInDays: 8 });
    const invalid = { name: "InvalidParameterException" };
    await expect(logs.send(retention)).rejects.toMatchObject(invalid);
    await expect(create("with space")).rejects.toMatchObject(invalid);
    const nowhere = new PutRetentionPolicyCommand({ logGroupName: "no", retentionInDays: 7 });
    await expect(logs.send(nowhere)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("are denied by name, and tags on the way by their own permission", async () => {
    await aws.control.deny({ action: "logs:TagResource" });
    await create("untagged");
    await expect(create("tagged", { a: "b" })).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining('"logs:TagResource" is required') as string,
    });
    await aws.control.deny({ action: "logs:CreateLogGroup" });
    await expect(create("denied")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("logs:CreateLogGroup on resource: arn:aws:logs:") as string,
      $metadata: { httpStatusCode: 400 },
    });
    await aws.control.allow();
  });

  it("are throttled in the words of Logs", async () => {
    await aws.control.addFault({ times: 1, effect: { kind: "throttle" } });
    await expect(describeGroups("x")).rejects.toMatchObject({
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("log events", () => {
  it("are read forwards and backwards, and end with the retention", async () => {
    const logGroupName = "events";
    const logStreamName = "s";
    await create(logGroupName);
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const now = aws.simulator.world.now();
    const logEvents = [3, 2, 1].map((n) => ({ timestamp: now - n, message: `${n}` }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    const read = (more: object = {}) =>
      logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, ...more }));
    const messages = async (more: object = {}) =>
      (await read(more)).events?.map(({ message }) => message);
    expect(await messages({ limit: 2 })).toEqual(["2", "1"]);
    expect(await messages({ limit: 2, startFromHead: true })).toEqual(["3", "2"]);
    const { nextForwardToken } = await read({ limit: 2, startFromHead: true });
    expect(await messages({ nextToken: nextForwardToken })).toEqual(["1"]);
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams).toMatchObject([{ logStreamName, lastEventTimestamp: now - 1 }]);
    const unordered = logEvents.toReversed();
    await expect(
      logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: unordered })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    const old = [{ timestamp: now - 15 * DAY_MS, message: "old" }];
    const answer = await logs.send(
      new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: old }),
    );
    expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    await aws.control.advance({ ms: 2 * DAY_MS });
    expect(await messages()).toEqual([]);
  });
});

describe("what a function says", () => {
  async function speak(of: { functionName: string; actions: string[] }): Promise<boolean> {
    const { functionName } = of;
    const iam = aws.client(IAMClient);
    const trust = {
      Statement: {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "lambda.amazonaws.com" },
      },
    };
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: functionName,
        AssumeRolePolicyDocument: JSON.stringify(trust),
      }),
    );
    const Resource = `arn:aws:logs:*:*:log-group:/aws/lambda/${functionName}:*`;
    const policy = { Statement: { Effect: "Allow", Action: of.actions, Resource } };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: functionName,
        PolicyName: "own",
        PolicyDocument: JSON.stringify(policy),
      }),
    );
    const { world } = aws.simulator;
    const roleArn = Role?.Arn ?? "";
    const caller = callerOfRole({ world, roleArn, sessionName: functionName });
    if (caller === undefined) throw new Error(`there is no ${roleArn}`);
    return recordLogLines({
      world,
      accountId: aws.accountId,
      region: aws.region,
      functionName,
      caller,
      streamName: "2026/11/26/[$LATEST]0",
      lines: [{ at: world.now(), message: "made an image\n" }],
    });
  }

  it("is in its log group, which Lambda makes when the role may", async () => {
    const actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    expect(await speak({ functionName: "may", actions })).toBe(true);
    const { events } = await logs.send(
      new GetLogEventsCommand({
        logGroupName: "/aws/lambda/may",
        logStreamName: "2026/11/26/[$LATEST]0",
      }),
    );
    expect(events).toMatchObject([{ message: "made an image\n" }]);
  });

  it("is lost when the role may not make the group, and there is none", async () => {
    const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
    expect(await speak({ functionName: "may-not", actions })).toBe(false);
    expect((await describeGroups("/aws/lambda/may-not")).logGroups).toEqual([]);
    await create("/aws/lambda/given");
    expect(await speak({ functionName: "given", actions })).toBe(true);
  });
});
