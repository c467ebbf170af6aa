import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateImageCommand, DeregisterImageCommand } from "@aws-sdk/client-ec2";
import {
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { addFunction, addRule, invocations, shown } from "../function-fixture";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-03-01T12:00:00Z");
let aws: Fixture;

beforeEach(async () => {
  aws = await startFixture({ startAt: START });
});
afterEach(async () => {
  await aws.close();
});

const events = (): EventBridgeClient => aws.client(EventBridgeClient);

describe("a rule with a schedule", () => {
  it("has invoked its function at each of its moments when the clock arrives", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, { name: "nightly", arn, cron: "30 3 * * ? *" });
    await aws.control.advance({ ms: 3 * DAY_MS });
    const all = await invocations(aws, { source: "rule", name: "nightly" });
    expect(shown(all)).toEqual([
      ["03-02T03:30", 0, 1, "ok"],
      ["03-03T03:30", 0, 1, "ok"],
      ["03-04T03:30", 0, 1, "ok"],
    ]);
    expect(JSON.parse(all[0]?.result ?? "")).toEqual({
      event: { rule: "nightly", time: "2026-03-02T03:30:00Z", detail: {} },
    });
  });

  it("does not fire while it is disabled, and makes up for nothing", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, { name: "nightly", arn, cron: "30 3 * * ? *" });
    await events().send(new DisableRuleCommand({ Name: "nightly" }));
    await aws.control.advance({ ms: 2 * DAY_MS });
    await events().send(new EnableRuleCommand({ Name: "nightly" }));
    await aws.control.advance({ ms: DAY_MS });
    expect(shown(await invocations(aws))).toEqual([["03-04T03:30", 0, 1, "ok"]]);
  });

  it("is refused without the function's permission, and nobody tries again", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, { name: "nightly", arn, cron: "30 3 * * ? *" });
    await aws
      .client(LambdaClient)
      .send(new RemovePermissionCommand({ FunctionName: "worker", StatementId: "rules" }));
    await aws.control.advance({ ms: DAY_MS });
    expect(await invocations(aws)).toMatchObject([
      { outcome: "refused", errorType: "AccessDeniedException", attempt: 1 },
    ]);
  });

  it("lets a function make an image as its role, at the moment", async () => {
    const instanceId = await aws.addInstance();
    const sdk = import.meta.resolve("@aws-sdk/client-ec2");
    const arn = await addFunction(aws, {
      environment: { INSTANCE: instanceId },
      files: {
        "index.mjs": `import { CreateImageCommand, EC2Client } from ${JSON.stringify(sdk)};
const ec2 = new EC2Client();
export const handler = async ({ time }) =>
  (await ec2.send(new CreateImageCommand({ InstanceId: process.env.INSTANCE, Name: "at " + time.slice(0, 10), NoReboot: true }))).ImageId;`,
      },
    });
    await addRule(aws, { name: "nightly", arn, cron: "0 1 * * ? *" });
    await aws.control.advance({ ms: 2 * DAY_MS });
    const { items } = await aws.control.images({});
    expect(items.map(({ name, createdAt, created }) => [name, createdAt, created.by])).toEqual(
      ["2026-03-02", "2026-03-03"].map((day) => [
        `at ${day}`,
        Date.parse(`${day}T01:00:00Z`),
        `arn:aws:sts::${aws.accountId}:assumed-role/worker-role/worker`,
      ]),
    );
  });
});

describe("a function that fails", () => {
  it("is tried again after one and two minutes, as its configuration says", async () => {
    const arn = await addFunction(aws, {
      code: "exports.handler = async () => { throw new Error('no'); };",
    });
    await addRule(aws, { name: "nightly", arn, cron: "30 3 * * ? *" });
    await aws.control.advance({ ms: DAY_MS });
    expect(shown(await invocations(aws))).toEqual([
      ["03-02T03:30", 0, 1, "error"],
      ["03-02T03:30", 1, 2, "error"],
      ["03-02T03:30", 3, 3, "error"],
    ]);
    const requests = new Set((await invocations(aws)).map(({ requestId }) => requestId));
    expect(requests.size).toBe(1);
    await aws.client(LambdaClient).send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "worker",
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 60,
      }),
    );
    await aws.control.advance({ ms: DAY_MS });
    expect(shown((await invocations(aws)).slice(3))).toEqual([
      ["03-03T03:30", 0, 1, "error"],
      ["03-03T03:30", 1, 2, "error"],
      ["03-03T03:30", 3, 3, "expired"],
    ]);
  });
});

describe("faults of firing", () => {
  it("doubles, delays and drops by the rule's name, and leaves calls alone", async () => {
    const arn = await addFunction(aws);
    for (const [i, name] of ["twice", "late", "never", "plain"].entries()) {
      await addRule(aws, { name, arn, cron: `${i} 3 * * ? *` });
    }
    const match = (name: string) => ({ scope: { match: { name } } });
    await aws.control.addFault({
      ...match("twice"),
      effect: { kind: "doubleInvocation", afterMs: 60_000 },
    });
    await aws.control.addFault({
      ...match("late"),
      effect: { kind: "lateInvocation", ms: 3_600_000 },
    });
    await aws.control.addFault({ ...match("never"), times: 1, effect: { kind: "dropInvocation" } });
    await aws.control.advance({ ms: DAY_MS });
    expect(shown(await invocations(aws))).toEqual([
      ["03-02T03:00", 0, 1, "ok"],
      ["03-02T03:00", 1, 1, "ok"],
      ["03-02T03:02", 0, 1, "dropped"],
      ["03-02T03:03", 0, 1, "ok"],
      ["03-02T03:01", 60, 1, "ok"],
    ]);
    await aws.control.advance({ ms: DAY_MS });
    expect(await invocations(aws, { name: "never", outcome: "ok" })).toHaveLength(1);
  });
});

describe("events", () => {
  const pattern = {
    source: ["aws.ec2"],
    "detail-type": ["EC2 AMI State Change"],
    detail: { State: ["available", "failed", "deregistered"] },
  };

  it("tell of an image that is available, failed or gone", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, { name: "images", arn, pattern });
    const InstanceId = await aws.addInstance();
    const ec2 = aws.clients({}).ec2;
    const { ImageId } = await ec2.send(new CreateImageCommand({ InstanceId, Name: "one" }));
    await aws.control.addFault({ effect: { kind: "lateFailure", afterMs: 5000 } });
    const bad = await ec2.send(new CreateImageCommand({ InstanceId, Name: "two" }));
    await aws.control.advance({ ms: 60_000 });
    await aws.clients({}).ec2.send(new DeregisterImageCommand({ ImageId }));
    await aws.control.advance({ ms: 1 });
    const told = (await invocations(aws)).map(({ payload }) => JSON.parse(payload) as Told);
    expect(told.map(({ detail }) => [detail.ImageId, detail.State])).toEqual([
      [ImageId, "available"],
      [bad.ImageId, "failed"],
      [ImageId, "deregistered"],
    ]);
  });
  interface Told {
    detail: { ImageId: string; State: string };
  }

  it("of images get lost where a setting says so", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, { name: "images", arn, pattern });
    await aws.control.configure({ automation: { imageEventLoss: 1 } });
    const InstanceId = await aws.addInstance();
    await aws.ec2.send(new CreateImageCommand({ InstanceId, Name: "one" }));
    await aws.control.advance({ ms: 60_000 });
    expect(await invocations(aws)).toEqual([]);
  });

  it("of one's own reach the rules that match", async () => {
    const arn = await addFunction(aws);
    await addRule(aws, {
      name: "own",
      arn,
      pattern: { source: [{ prefix: "my." }], detail: { size: [1] } },
    });
    const entry = (Source: string, size: number) => ({
      Source,
      DetailType: "thing",
      Detail: JSON.stringify({ size }),
    });
    await events().send(
      new PutEventsCommand({
        Entries: [entry("my.app", 1), entry("my.app", 2), entry("other", 1)],
      }),
    );
    await aws.control.advance({ ms: 0 });
    expect(await invocations(aws)).toMatchObject([{ outcome: "ok", source: { name: "own" } }]);
  });
});
