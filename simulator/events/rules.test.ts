import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let events: EventBridgeClient;
const ScheduleExpression = "cron(0 3 * * ? *)";

beforeEach(async () => {
  aws = await startFixture();
  events = aws.client(EventBridgeClient);
});
afterEach(async () => {
  await aws.close();
});

const put = (Name: string): Promise<unknown> =>
  events.send(new PutRuleCommand({ Name, ScheduleExpression, Description: Name }));
const target = (Id: string, Arn = "arn:aws:lambda:eu-west-1:1:function:f") => ({ Id, Arn });

describe("PutRule", () => {
  it("makes what DescribeRule shows, and nulls what it is not given again", async () => {
    const { RuleArn } = await events.send(
      new PutRuleCommand({
        Name: "nightly",
        ScheduleExpression,
        Description: "each night",
        Tags: [{ Key: "owner", Value: "us" }],
      }),
    );
    expect(RuleArn).toBe(`arn:aws:events:eu-west-1:${aws.accountId}:rule/nightly`);
    expect(await events.send(new DescribeRuleCommand({ Name: "nightly" }))).toMatchObject({
      Arn: RuleArn,
      ScheduleExpression,
      State: "ENABLED",
      Description: "each night",
      EventBusName: "default",
    });
    await events.send(new PutRuleCommand({ Name: "nightly", ScheduleExpression: "rate(1 day)" }));
    const again = await events.send(new DescribeRuleCommand({ Name: "nightly" }));
    expect(again.Description).toBeUndefined();
    await events.send(
      new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: "more", Value: "1" }] }),
    );
    expect(
      (await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }))).Tags,
    ).toEqual([
      { Key: "owner", Value: "us" },
      { Key: "more", Value: "1" },
    ]);
  });

  it.each([
    [{ ScheduleExpression: "cron(0 3 * * *)" }, "ScheduleExpression is not valid"],
    [{ ScheduleExpression: "at(2026-03-02T10:00:00)" }, "ScheduleExpression is not valid"],
    [{}, "EventPattern or ScheduleExpression"],
  ])("refuses %j", async (given, message) => {
    await expect(events.send(new PutRuleCommand({ Name: "x", ...given }))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message) as string,
    });
  });

  it("refuses a pattern that is none", async () => {
    const bad = new PutRuleCommand({ Name: "x", EventPattern: '{"source":"aws.ec2"}' });
    await expect(events.send(bad)).rejects.toMatchObject({ name: "InvalidEventPatternException" });
  });

  it("refuses one more rule than the bus may have, but not a change", async () => {
    await aws.control.configure({ automation: { rulesMax: 2 } });
    await put("a");
    await put("b");
    await expect(put("c")).rejects.toMatchObject({ name: "LimitExceededException" });
    await put("b");
  });

  it("asks for the permission", async () => {
    await aws.control.deny({ action: "events:PutRule" });
    await expect(put("a")).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("rules", () => {
  it("are listed by prefix and page by page", async () => {
    for (const name of ["b2", "a1", "b1", "b3"]) await put(name);
    const first = await events.send(new ListRulesCommand({ NamePrefix: "b", Limit: 2 }));
    expect(first.Rules?.map(({ Name }) => Name)).toEqual(["b1", "b2"]);
    const rest = await events.send(
      new ListRulesCommand({ NamePrefix: "b", Limit: 2, NextToken: first.NextToken }),
    );
    expect(rest.Rules?.map(({ Name }) => Name)).toEqual(["b3"]);
    expect(rest.NextToken).toBeUndefined();
    const foreign = new ListRulesCommand({ NextToken: first.NextToken });
    await expect(events.send(foreign)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("are not deleted while they have targets; one that is not there is gone already", async () => {
    await put("a");
    await events.send(new PutTargetsCommand({ Rule: "a", Targets: [target("t")] }));
    const remove = () => events.send(new DeleteRuleCommand({ Name: "a" }));
    await expect(remove()).rejects.toMatchObject({ name: "ValidationException" });
    await events.send(new RemoveTargetsCommand({ Rule: "a", Ids: ["t"] }));
    await remove();
    await remove();
    await expect(events.send(new DescribeRuleCommand({ Name: "a" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("show that somebody disabled them", async () => {
    await put("a");
    await events.send(new DisableRuleCommand({ Name: "a" }));
    expect(await aws.control.rules({})).toMatchObject([{ state: "DISABLED", nextAt: null }]);
  });
});

describe("targets", () => {
  it("are five at most, replaced by their id, and found by what they point to", async () => {
    await put("a");
    const ids = ["1", "2", "3", "4", "5"];
    await events.send(new PutTargetsCommand({ Rule: "a", Targets: ids.map((id) => target(id)) }));
    const Arn = "arn:aws:lambda:eu-west-1:1:function:other";
    await events.send(
      new PutTargetsCommand({
        Rule: "a",
        Targets: [{ ...target("3", Arn), RetryPolicy: { MaximumRetryAttempts: 2 } }],
      }),
    );
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: "a" }));
    expect(Targets?.map((one) => one.Id)).toEqual(ids);
    expect(Targets?.[2]).toMatchObject({ Arn, RetryPolicy: { MaximumRetryAttempts: 2 } });
    const sixth = new PutTargetsCommand({ Rule: "a", Targets: [target("6")] });
    await expect(events.send(sixth)).rejects.toMatchObject({ name: "LimitExceededException" });
    const found = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: Arn }));
    expect(found.RuleNames).toEqual(["a"]);
  });

  it("take one kind of input only", async () => {
    await put("a");
    const both = { ...target("t"), Input: "{}", InputPath: "$.detail" };
    await expect(
      events.send(new PutTargetsCommand({ Rule: "a", Targets: [both] })),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("that are not there are told of, and nothing is refused", async () => {
    await put("a");
    const { FailedEntries } = await events.send(
      new RemoveTargetsCommand({ Rule: "a", Ids: ["nobody"] }),
    );
    expect(FailedEntries).toMatchObject([{ ErrorCode: "ResourceNotFoundException" }]);
  });
});
