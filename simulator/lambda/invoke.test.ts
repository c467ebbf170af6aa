import {
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { addFunction, toZip, type NewFunction } from "../function-fixture";

const START = Date.parse("2026-03-01T12:00:00Z");
let aws: Fixture;
let lambda: LambdaClient;

beforeAll(async () => {
  aws = await startFixture({ startAt: START });
  lambda = aws.client(LambdaClient);
});
afterAll(async () => {
  await aws.close();
});

async function run(name: string, event: unknown = {}): Promise<Answer> {
  const { Payload, FunctionError, LogResult } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: "Tail" }),
  );
  return {
    payload: JSON.parse(Buffer.from(Payload ?? []).toString()),
    error: FunctionError,
    log: Buffer.from(LogResult ?? "", "base64").toString(),
  };
}
interface Answer {
  payload: unknown;
  error: string | undefined;
  log: string;
}

const added = async (of: NewFunction): Promise<string> => {
  await addFunction(aws, of);
  return of.name ?? "worker";
};

describe("a function that is invoked", () => {
  it("gets the event, its environment and what Lambda sets, and nothing of ours", async () => {
    const name = await added({
      name: "environment",
      environment: { COLOUR: "green" },
      code: `exports.handler = async (event, context) => ({ event, env: { ...process.env }, arn: context.invokedFunctionArn,
        id: context.awsRequestId, left: context.getRemainingTimeInMillis(), zone: new Date(0).getHours() });`,
    });
    const { payload } = await run(name, { hello: [1] });
    expect(payload).toMatchObject({
      event: { hello: [1] },
      arn: `arn:aws:lambda:eu-west-1:${aws.accountId}:function:environment`,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      zone: 0,
      env: {
        COLOUR: "green",
        AWS_REGION: "eu-west-1",
        AWS_LAMBDA_FUNCTION_NAME: "environment",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_ENDPOINT_URL: aws.url,
        TZ: ":UTC",
        AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/) as string,
      },
    });
    const { env, left } = payload as { env: Record<string, string>; left: number };
    expect(left).toBeGreaterThan(5000);
    expect(Object.keys(env).filter((key) => /HOME|USER|VITEST|NODE_ENV/.test(key))).toEqual([]);
  });

  it("sees virtual time, and prints with time, request and level", async () => {
    const name = await added({
      name: "clock",
      code: `exports.handler = async () => { console.warn("look", { a: 1 });
        return [Date.now(), new Date().toISOString(), new Date("2020-01-01").getTime(), new Date() instanceof Date]; };`,
    });
    const first = await run(name);
    expect(first.payload).toEqual([
      START,
      "2026-03-01T12:00:00.000Z",
      Date.parse("2020-01-01"),
      true,
    ]);
    expect(first.log).toMatch(/^2026-03-01T12:00:00.000Z\t[0-9a-f-]{36}\tWARN\tlook { a: 1 }$/m);
    await aws.control.advance({ ms: 86_400_000 });
    // A client follows the Date header; after a jump a new one is needed.
    lambda = aws.client(LambdaClient);
    expect((await run(name)).payload).toMatchObject({ 0: START + 86_400_000 });
  });

  it("is warm the second time, and anew after a change", async () => {
    const code = "let calls = 0; exports.handler = async () => ({ calls: ++calls });";
    const name = await added({ name: "warm", code });
    expect((await run(name)).payload).toEqual({ calls: 1 });
    expect((await run(name)).payload).toEqual({ calls: 2 });
    await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: "changed" }),
    );
    expect((await run(name)).payload).toEqual({ calls: 1 });
    const zip = toZip({ "index.js": "exports.handler = async () => 'new';" });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip }));
    expect((await run(name)).payload).toBe("new");
  });

  it("may be an ES module, in a folder, or an older one with a callback", async () => {
    const module = await added({
      name: "module",
      files: {
        "src/app.mjs": "export const run = async () => import.meta.url.startsWith('file:');",
      },
      handler: "src/app.run",
    });
    expect((await run(module)).payload).toBe(true);
    const callback = await added({
      name: "callback",
      code: "exports.handler = (event, context, done) => { setTimeout(() => done(null, 'late'), 5); };",
    });
    expect((await run(callback)).payload).toBe("late");
  });

  it("fails with its own error, and goes on", async () => {
    const name = await added({
      name: "fails",
      code: "exports.handler = async ({ bad }) => { if (bad) throw new TypeError('no'); return 'fine'; };",
    });
    const failed = await run(name, { bad: true });
    expect(failed).toMatchObject({
      error: "Unhandled",
      payload: { errorType: "TypeError", errorMessage: "no" },
    });
    expect((await run(name)).payload).toBe("fine");
  });

  it("is ended at its time-out, and when it ends itself; the next call has a new process", async () => {
    const name = await added({
      name: "stubborn",
      timeoutSeconds: 1,
      code: `exports.handler = async ({ how }) => { if (how === "loop") for (;;); if (how === "exit") process.exit(1); return "ok"; };`,
    });
    expect((await run(name, { how: "loop" })).payload).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: "Task timed out after 1.00 seconds",
    });
    expect((await run(name, { how: "exit" })).payload).toMatchObject({
      errorType: "Runtime.ExitError",
    });
    expect((await run(name)).payload).toBe("ok");
  });

  it("says so when there is no such handler", async () => {
    const name = await added({ name: "missing", handler: "other.handler" });
    expect((await run(name)).payload).toMatchObject({ errorType: "Runtime.ImportModuleError" });
  });

  it("is not unpacked where its zip leads out of its folder", async () => {
    const name = await added({
      name: "outside",
      files: { "index.js": "exports.handler = async () => 1;", "../../outside.js": "" },
    });
    expect((await run(name)).payload).toMatchObject({
      errorType: "Runtime.Unpack",
      errorMessage: "../../outside.js leads out of the zip",
    });
  });

  it("runs beside itself when calls overlap", async () => {
    const name = await added({
      name: "slow",
      code: "exports.handler = async () => { await new Promise((go) => setTimeout(go, 150)); return process.pid; };",
    });
    const pids = await Promise.all([run(name), run(name), run(name), run(name)]);
    const different = new Set(pids.map(({ payload }) => payload));
    expect(different.size).toBe(3);
  });
});
