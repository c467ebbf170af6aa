import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { recordInvocation } from "./record-invocation";

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 26, 21, 0);
let aws: Fixture;
let cloudwatch: CloudWatchClient;
beforeEach(async () => {
  aws = await startFixture({ startAt: START });
  cloudwatch = aws.client(CloudWatchClient);
});
afterEach(() => aws.close());

const ALARM: PutMetricAlarmCommandInput = {
  AlarmName: "amivault-abc-errors",
  AlarmDescription: "The function failed.",
  Namespace: "AWS/Lambda",
  MetricName: "Errors",
  Dimensions: [{ Name: "FunctionName", Value: "amivault-abc" }],
  Statistic: "Sum",
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "notBreaching",
  ActionsEnabled: false,
};
const put = (more: Partial<PutMetricAlarmCommandInput> = {}) =>
  cloudwatch.send(new PutMetricAlarmCommand({ ...ALARM, ...more }));

async function describeAlarm() {
  const input = { AlarmNames: [ALARM.AlarmName ?? ""], AlarmTypes: ["MetricAlarm" as const] };
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand(input));
  return MetricAlarms?.[0];
}

const invoke = (outcome: "ok" | "error", functionName = "amivault-abc"): void =>
  recordInvocation({
    world: aws.simulator.world,
    accountId: aws.accountId,
    region: aws.region,
    functionName,
    at: aws.simulator.world.now(),
    outcome,
    durationMs: 120,
  });

describe("an alarm", () => {
  it("is made with tags, shown as it was put, and deleted", async () => {
    await put({ Tags: [{ Key: "amivault:owner", Value: "us" }] });
    const alarm = await describeAlarm();
    const { AlarmActions, ...shown } = { AlarmActions: [], ...ALARM };
    expect(alarm).toMatchObject({ ...shown, StateValue: "INSUFFICIENT_DATA" });
    expect(alarm?.AlarmActions).toEqual(AlarmActions);
    expect(alarm?.StateUpdatedTimestamp).toEqual(new Date(START));
    const { Tags } = await cloudwatch.send(
      new ListTagsForResourceCommand({ ResourceARN: alarm?.AlarmArn }),
    );
    expect(Tags).toEqual([{ Key: "amivault:owner", Value: "us" }]);
    const remove = () =>
      cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [ALARM.AlarmName ?? ""] }));
    await remove();
    await expect(remove()).rejects.toMatchObject({
      name: "ResourceNotFound",
      $metadata: { httpStatusCode: 404 },
    });
    expect(await describeAlarm()).toBeUndefined();
  });

  it("follows its metric: quiet, failing, quiet again", async () => {
    await put();
    const state = async () => (await describeAlarm())?.StateValue;
    expect(await state()).toBe("INSUFFICIENT_DATA");
    await aws.control.advance({ ms: MINUTE_MS });
    expect(await state()).toBe("OK");
    invoke("ok");
    invoke("error", "another");
    expect(await state()).toBe("OK");
    invoke("error");
    expect(await state()).toBe("ALARM");
    await put({ Threshold: 2 });
    expect(await state()).toBe("ALARM");
    // In steps, for the client follows the clock of the answers and is refused when it is far off.
    for (const _ of [1, 2]) {
      await aws.control.advance({ ms: 3 * MINUTE_MS });
      await state();
    }
    expect(await state()).toBe("OK");
  });

  it.each([
    ["missing", "INSUFFICIENT_DATA"],
    ["breaching", "ALARM"],
    ["ignore", "INSUFFICIENT_DATA"],
  ])("takes missing data as %s", async (TreatMissingData, state) => {
    await put({ TreatMissingData });
    await aws.control.advance({ ms: MINUTE_MS });
    expect((await describeAlarm())?.StateValue).toBe(state);
  });

  it.each<[Partial<PutMetricAlarmCommandInput>]>([
    [{ Period: 90 }],
    [{ Period: 300, EvaluationPeriods: 289 }],
    [{ TreatMissingData: "never" }],
    [{ Statistic: undefined }],
    [{ Threshold: undefined }],
  ])("refuses %j", async (more) => {
    await expect(put(more)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("is denied by CloudWatch's own name", async () => {
    await aws.control.deny({ action: "cloudwatch:PutMetricAlarm" });
    await expect(put()).rejects.toMatchObject({
      message: expect.stringContaining("cloudwatch:PutMetricAlarm on resource: arn:aws:") as string,
    });
  });
});

describe("metrics", () => {
  const statistics = (more: object = {}) =>
    cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Dimensions: [{ Name: "FunctionName", Value: "amivault-abc" }],
        StartTime: new Date(START),
        EndTime: new Date(START + 60 * MINUTE_MS),
        Period: 300,
        Statistics: ["Sum", "SampleCount"],
        ...more,
      }),
    );

  beforeEach(async () => {
    invoke("ok");
    invoke("error");
    await aws.control.advance({ ms: 12 * MINUTE_MS });
    invoke("error");
  });

  it("of invocations are summed by period, and those of others left out", async () => {
    invoke("error", "another");
    const { Datapoints, Label } = await statistics();
    expect(Label).toBe("Errors");
    expect(Datapoints).toEqual([
      { Timestamp: new Date(START), Sum: 1, SampleCount: 2, Unit: "Count" },
      { Timestamp: new Date(START + 10 * MINUTE_MS), Sum: 1, SampleCount: 1, Unit: "Count" },
    ]);
    const all = await statistics({ Dimensions: [], Period: 3600, Statistics: ["Sum"] });
    expect(all.Datapoints).toMatchObject([{ Sum: 3 }]);
  });

  it("are refused in too many points or backwards", async () => {
    const wide = { StartTime: new Date(START - 30 * 24 * 60 * MINUTE_MS), Period: 60 };
    await expect(statistics(wide)).rejects.toMatchObject({
      name: "InvalidParameterCombinationException",
    });
    await expect(statistics({ EndTime: new Date(START) })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });

  it("come by GetMetricData, newest first", async () => {
    const query = {
      Id: "errors",
      MetricStat: {
        Metric: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ Name: "FunctionName", Value: "amivault-abc" }],
        },
        Period: 300,
        Stat: "Sum",
      },
    };
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [query],
        StartTime: new Date(START),
        EndTime: new Date(START + 60 * MINUTE_MS),
      }),
    );
    expect(MetricDataResults).toMatchObject([
      {
        Id: "errors",
        Label: "Errors",
        Timestamps: [new Date(START + 10 * MINUTE_MS), new Date(START)],
        Values: [1, 1],
        StatusCode: "Complete",
      },
    ]);
  });

  it("are put by hand, large bodies compressed", async () => {
    const MetricData = Array.from({ length: 400 }, (_, i) => ({
      MetricName: "Queue",
      Value: i,
      Dimensions: [{ Name: "Name", Value: "x".repeat(200) }],
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: "Own", MetricData }));
    const { Datapoints } = await statistics({
      Namespace: "Own",
      MetricName: "Queue",
      Dimensions: [{ Name: "Name", Value: "x".repeat(200) }],
      Statistics: ["Maximum", "Average"],
    });
    expect(Datapoints).toMatchObject([{ Maximum: 399, Average: 199.5 }]);
  });
});
