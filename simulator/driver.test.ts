import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startFixture, type Fixture } from "./fixture";
import { addFunction, addRule, invocations } from "./function-fixture";
import type { SimulatorOptions } from "./server";

async function start(options: SimulatorOptions): Promise<Fixture> {
  const aws = await startFixture(options);
  onTestFinished(() => aws.close());
  return aws;
}

describe("a clock that runs", () => {
  it("fires by itself, at its speed", async () => {
    const aws = await start({
      clock: "real",
      speed: 600,
      startAt: Date.parse("2026-03-01T12:00Z"),
    });
    await addRule(aws, { name: "often", arn: await addFunction(aws), cron: "* * * * ? *" });
    await vi.waitFor(async () => {
      const done = await invocations(aws, { outcome: "ok" });
      expect(done.length).toBeGreaterThan(2);
      expect(done[1]?.dueAt).toBe((done[0]?.dueAt ?? 0) + 60_000);
    }, 5000);
  });

  it("does not make up for what was due while it was away", async () => {
    const aws = await start({ clock: "manual", startAt: Date.now() - 3 * 86_400_000 });
    await addRule(aws, { name: "often", arn: await addFunction(aws), cron: "0 * * * ? *" });
    await aws.control.setClock({ mode: "real" });
    const { world } = await aws.control.export({});
    const file = world as { clock: { offsetMs: number } };
    file.clock.offsetMs = 0;
    await aws.control.import({ world: file });
    expect(await invocations(aws)).toEqual([]);
    const [rule] = await aws.control.rules({});
    expect(rule?.nextAt).toBeGreaterThan(Date.now());
  });
});

describe("a clock that stands", () => {
  it("stays at the moment while what is due runs, unless nobody wants to wait", async () => {
    const aws = await start({ startAt: Date.parse("2026-03-01T12:00Z") });
    const code =
      "exports.handler = async () => { await new Promise((go) => setTimeout(go, 50)); return Date.now(); };";
    await addRule(aws, {
      name: "often",
      arn: await addFunction(aws, { code }),
      cron: "0 * * * ? *",
    });
    await aws.control.advance({ ms: 3 * 3_600_000 });
    const seen = (await invocations(aws)).map(({ result, dueAt }) => Number(result) - dueAt);
    expect(seen).toEqual([0, 0, 0]);
    await aws.control.advance({ ms: 3_600_000, wait: false });
    expect((await invocations(aws)).at(-1)).toMatchObject({ outcome: "running" });
    await aws.control.advance({ ms: 0 });
    expect((await invocations(aws)).at(-1)).toMatchObject({ outcome: "ok" });
  });

  it("goes on by the sum of what two ask at once", async () => {
    const startAt = Date.parse("2026-03-01T12:00Z");
    const aws = await start({ startAt });
    await Promise.all([aws.control.advance({ ms: 1000 }), aws.control.advance({ ms: 500 })]);
    expect((await aws.control.time({})).now).toBe(startAt + 1500);
  });

  it("starts anew with another world, processes included", async () => {
    const aws = await start({});
    const code = "let n = 0; exports.handler = async () => ++n;";
    await addFunction(aws, { code });
    const run = async (): Promise<string> => {
      const { Payload } = await aws
        .client(LambdaClient)
        .send(new InvokeCommand({ FunctionName: "worker" }));
      return Buffer.from(Payload ?? []).toString();
    };
    expect([await run(), await run()]).toEqual(["1", "2"]);
    const { world } = await aws.control.export({});
    await aws.control.import({ world });
    expect(await run()).toBe("1");
  });
});
