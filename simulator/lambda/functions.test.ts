import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type CreateFunctionCommandInput,
} from "@aws-sdk/client-lambda";
import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { addFunction, ECHO, toZip } from "../function-fixture";

let aws: Fixture;
let lambda: LambdaClient;
let Role: string;
const ZipFile = toZip({ "index.js": ECHO });
const FunctionName = "worker";

beforeEach(async () => {
  aws = await startFixture();
  lambda = aws.client(LambdaClient);
  const trusts = ["lambda.amazonaws.com"];
  Role = (await aws.control.createRole({ accountId: aws.accountId, name: "r", trusts })).arn;
});
afterEach(async () => {
  await aws.close();
});

const create = (more: Partial<CreateFunctionCommandInput> = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile },
      ...more,
    }),
  );

describe("a function", () => {
  it("is shown as it was made, and its zip can be fetched", async () => {
    await create({ Environment: { Variables: { A: "1" } }, Tags: { owner: "us" }, Timeout: 60 });
    const { Configuration, Code, Tags } = await lambda.send(
      new GetFunctionCommand({ FunctionName }),
    );
    expect(Configuration).toMatchObject({
      FunctionArn: `arn:aws:lambda:eu-west-1:${aws.accountId}:function:worker`,
      Runtime: "nodejs24.x",
      Timeout: 60,
      MemorySize: 128,
      CodeSha256: createHash("sha256").update(ZipFile).digest("base64"),
      Environment: { Variables: { A: "1" } },
      State: "Active",
      LastUpdateStatus: "Successful",
    });
    expect(Tags).toEqual({ owner: "us" });
    const Resource = Configuration?.FunctionArn;
    expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ owner: "us" });
    const location = Code?.Location ?? "";
    const zip = new Uint8Array(await (await fetch(location)).arrayBuffer());
    expect(strFromU8(unzipSync(zip)["index.js"] ?? new Uint8Array())).toBe(ECHO);
    expect((await fetch(location.replace(/.$/, "x"))).status).toBe(403);
    await aws.control.advance({ ms: 11 * 60_000 });
    expect((await fetch(location)).status).toBe(403);
  });

  it("is there once, and gone when it is deleted", async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ name: "ResourceConflictException" });
    const list = new ListFunctionsCommand({});
    expect((await lambda.send(list)).Functions).toHaveLength(1);
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    expect((await lambda.send(list)).Functions).toEqual([]);
    await expect(lambda.send(new DeleteFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("is Pending, and cannot be changed while a change goes on", async () => {
    await aws.control.configure({
      automation: { functionPendingMs: 5000, functionUpdateMs: 3000 },
    });
    await create();
    const state = async () => {
      const now = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return [now.State, now.LastUpdateStatus];
    };
    const change = () =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
    const code = () => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    const conflict = { name: "ResourceConflictException" };
    expect(await state()).toEqual(["Pending", "Successful"]);
    await expect(change()).rejects.toMatchObject(conflict);
    await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject(conflict);
    await aws.control.advance({ ms: 5000 });
    await change();
    expect(await state()).toEqual(["Active", "InProgress"]);
    await expect(code()).rejects.toMatchObject(conflict);
    await aws.control.advance({ ms: 3000 });
    await code();
  });

  it("keeps what a change does not name, and refuses an old revision", async () => {
    const { RevisionId } = await create({ Description: "ours" });
    const changed = await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 30, RevisionId }),
    );
    expect(changed).toMatchObject({ Description: "ours", Timeout: 30, Handler: "index.handler" });
    await expect(
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, RevisionId })),
    ).rejects.toMatchObject({ name: "PreconditionFailedException" });
  });

  it.each<[string, Partial<CreateFunctionCommandInput>]>([
    ["no longer supported", { Runtime: "nodejs18.x" }],
    ["enum value set", { Runtime: "nodejs30.x" as "nodejs24.x" }],
    ["unzip", { Code: { ZipFile: Buffer.from("no zip") } }],
    ["cannot be assumed", { Role: "arn:aws:iam::123456789012:role/none" }],
    ["4KB", { Environment: { Variables: { A: "x".repeat(4096) } } }],
    ["reserved keys", { Environment: { Variables: { AWS_REGION: "x" } } }],
  ])("is refused: %s", async (message, more) => {
    await expect(create(more)).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: expect.stringContaining(message) as string,
    });
  });

  it("needs the permission to tag it, where it is made with tags, and to pass its role", async () => {
    const { id } = await aws.control.deny({ action: "lambda:TagResource" });
    const denied = { name: "AccessDeniedException" };
    await expect(create({ Tags: { owner: "us" } })).rejects.toMatchObject(denied);
    await create();
    await aws.control.allow({ id });
    await aws.control.deny({ action: "iam:PassRole" });
    await expect(create({ FunctionName: "other" })).rejects.toMatchObject(denied);
  });

  it("does not get a runtime that the region does not have", async () => {
    await aws.control.configure({ automation: { missingRuntimes: ["nodejs24.x"] } });
    await expect(create()).rejects.toMatchObject({ name: "InvalidParameterValueException" });
    await create({ Runtime: "nodejs22.x" });
  });
});

describe("a function's policy", () => {
  const add = (StatementId: string, SourceArn = "arn:aws:events:eu-west-1:1:rule/*") =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn,
        SourceAccount: aws.accountId,
      }),
    );

  it("has what was added, once, until it is removed", async () => {
    await create();
    await add("rules");
    await expect(add("rules")).rejects.toMatchObject({ name: "ResourceConflictException" });
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy ?? "")).toMatchObject({
      Statement: [
        {
          Sid: "rules",
          Principal: { Service: "events.amazonaws.com" },
          Condition: {
            StringEquals: { "AWS:SourceAccount": aws.accountId },
            ArnLike: { "AWS:SourceArn": "arn:aws:events:eu-west-1:1:rule/*" },
          },
        },
      ],
    });
    const remove = new RemovePermissionCommand({ FunctionName, StatementId: "rules" });
    await lambda.send(remove);
    const missing = { name: "ResourceNotFoundException" };
    await expect(lambda.send(remove)).rejects.toMatchObject(missing);
    await expect(lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject(
      missing,
    );
  });

  it("is full before a hundred rules have their own statement", async () => {
    await create();
    const arn = (i: number) => `arn:aws:events:eu-west-1:${aws.accountId}:rule/nightly-${i}`;
    const all = async (): Promise<void> => {
      for (let i = 0; i < 100; i += 1) await add(`rule-${i}`, arn(i));
    };
    await expect(all()).rejects.toMatchObject({ name: "PolicyLengthExceededException" });
    expect((await aws.control.functions({}))[0]?.statementIds.length).toBeGreaterThan(40);
  });
});

describe("a function's configuration for events", () => {
  it("is put, shown and taken away", async () => {
    await create();
    const get = new GetFunctionEventInvokeConfigCommand({ FunctionName });
    const missing = { name: "ResourceNotFoundException" };
    await expect(lambda.send(get)).rejects.toMatchObject(missing);
    const config = { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 2 };
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...config }));
    expect(await lambda.send(get)).toMatchObject(config);
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(lambda.send(get)).rejects.toMatchObject(missing);
  });
});

describe("an asynchronous call", () => {
  it("is taken at once, and has run when time goes on", async () => {
    await addFunction(aws, { name: "later" });
    const { StatusCode } = await lambda.send(
      new InvokeCommand({
        FunctionName: "later",
        InvocationType: "Event",
        Payload: '{"n":1}',
      }),
    );
    expect(StatusCode).toBe(202);
    await aws.control.advance({ ms: 0 });
    const { items } = await aws.control.invocations({ source: "invoke" });
    expect(items).toMatchObject([{ outcome: "ok", result: '{"event":{"n":1}}' }]);
  });
});
