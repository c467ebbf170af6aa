import { CloudWatchClient, DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { SchedulerClient, ListTagsForResourceCommand } from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture, type Keys } from "../fixture";

let aws: Fixture;
beforeAll(async () => {
  aws = await startFixture();
});
afterAll(() => aws.close());

type Ask = (keys?: Keys) => Promise<unknown>;
const arn = "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/a(b)";

/** One call of each service, of an action whose signature has something to sign. */
const CALLS: Record<string, Ask> = {
  iam: (keys) => aws.client(IAMClient, { keys }).send(new GetUserCommand({ UserName: "a b" })),
  logs: (keys) =>
    aws
      .client(CloudWatchLogsClient, { keys })
      .send(new CreateLogGroupCommand({ logGroupName: "" })),
  monitoring: (keys) =>
    aws.client(CloudWatchClient, { keys }).send(new DeleteAlarmsCommand({ AlarmNames: [] })),
  events: (keys) =>
    aws
      .client(EventBridgeClient, { keys })
      .send(new TestEventPatternCommand({ Event: "é", EventPattern: "{}" })),
  scheduler: (keys) =>
    aws
      .client(SchedulerClient, { keys })
      .send(new ListTagsForResourceCommand({ ResourceArn: arn })),
  lambda: (keys) =>
    aws
      .client(LambdaClient, { keys })
      .send(new ListFunctionsCommand({ Marker: "a/b +c", MaxItems: 1 })),
};

const errorOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => ({ name: "none" }),
    (error: unknown) => error,
  );

describe.each(Object.keys(CALLS))("%s", (service) => {
  const ask: Ask = (keys) => CALLS[service]?.(keys) ?? Promise.reject(new Error(service));
  const isJson = service !== "iam";

  it("lets in who signed with the key's secret, and not who did not", async () => {
    await errorOf(ask());
    const right = (await aws.control.calls({ service })).items.at(-1);
    expect(right?.outcome).not.toMatch(/Signature|InternalError/);
    expect(right?.accountId).toBe(aws.accountId);
    expect(await errorOf(ask({ ...aws.keys, secretAccessKey: "wrong" }))).toMatchObject({
      name: isJson ? "InvalidSignatureException" : "SignatureDoesNotMatch",
    });
  });

  it("does not know a key that is not there", async () => {
    const stranger = { ...aws.keys, accessKeyId: "AKIAEXAMPLEUNKNOWN00" };
    expect(await errorOf(ask(stranger))).toMatchObject({
      name: isJson ? "UnrecognizedClientException" : "InvalidClientTokenId",
      message: "The security token included in the request is invalid.",
    });
  });
});

describe("requests that no client would send", () => {
  it("refuses a body that is not what its encoding says", async () => {
    const response = await fetch(aws.url, {
      method: "POST",
      headers: { "x-amz-target": "Logs_20140328.DescribeLogGroups", "content-encoding": "gzip" },
      body: "{}",
    });
    expect(response.headers.get("x-amzn-errortype")).toBe("SerializationException");
  });

  it("answers an unsigned JSON request in JSON", async () => {
    const response = await fetch(aws.url, {
      method: "POST",
      headers: { "x-amz-target": "Logs_20140328.DescribeLogGroups" },
      body: "{}",
    });
    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(await response.json()).toMatchObject({ message: "Missing Authentication Token" });
  });
});
