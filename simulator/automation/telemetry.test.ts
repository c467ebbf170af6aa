import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { addFunction, addRule } from "../function-fixture";

const START = Date.parse("2026-03-01T12:00:00Z");
const code =
  "exports.handler = async ({ rule }) => { console.log('hello', rule); if (rule === 'bad') throw new Error('no'); };";
let aws: Fixture;

beforeEach(async () => {
  aws = await startFixture({ startAt: START });
  const arn = await addFunction(aws, { code });
  await addRule(aws, { name: "good", arn, cron: "0 3 * * ? *" });
  await addRule(aws, { name: "bad", arn, cron: "5 3 * * ? *" });
  await aws.control.advance({ ms: 86_400_000 });
});
afterEach(async () => {
  await aws.close();
});

describe("what a function did", () => {
  it("is in its log group, between the lines of Lambda", async () => {
    const logs = aws.client(CloudWatchLogsClient);
    const logGroupName = "/aws/lambda/worker";
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    const logStreamName = logStreams?.[0]?.logStreamName;
    expect(logStreams).toHaveLength(1);
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
    );
    const said = events.flatMap(({ message = "" }) => /\thello (\w+)\n$/.exec(message)?.[1] ?? []);
    expect(events.slice(0, 4).map(({ message = "" }) => message.split(" ")[0])).toEqual([
      "START",
      expect.stringMatching(/^2026-03-02T03:00:00.000Z\t[0-9a-f-]{36}\tINFO\thello$/) as string,
      "END",
      "REPORT",
    ]);
    expect(said).toEqual(["good", "bad", "bad", "bad"]);
  });

  it("is counted in AWS/Lambda's metrics", async () => {
    const cloudwatch = aws.client(CloudWatchClient);
    const sum = async (MetricName: string): Promise<number | undefined> => {
      const { Datapoints } = await cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/Lambda",
          MetricName,
          Dimensions: [{ Name: "FunctionName", Value: "worker" }],
          StartTime: new Date(START),
          EndTime: new Date(START + 86_400_000),
          Period: 86_400,
          Statistics: ["Sum"],
        }),
      );
      return Datapoints?.reduce((total, { Sum = 0 }) => total + Sum, 0);
    };
    expect(await sum("Invocations")).toBe(4);
    expect(await sum("Errors")).toBe(3);
  });
});
