import {
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import type { FaultEffect } from "./fault-rules";

let aws: Fixture;
let instanceId: string;

beforeEach(async () => {
  aws = await startFixture();
  await aws.control.configure({ limits: { concurrentSnapshots: false } });
  instanceId = await aws.addInstance();
});
afterEach(() => aws.close());

const create = (Name = "backup", abortSignal?: AbortSignal) =>
  aws.ec2.send(
    new CreateImageCommand({ InstanceId: instanceId, Name, NoReboot: true }),
    abortSignal === undefined ? {} : { abortSignal },
  );
/** Sends, and gives up as soon as the simulator has the request. */
async function createAndGiveUp(): Promise<unknown> {
  const giveUp = new AbortController();
  const sent = create("backup", giveUp.signal).catch((error: unknown) => error);
  await expect
    .poll(async () => (await aws.control.calls({ action: "CreateImage" })).items)
    .toHaveLength(1);
  giveUp.abort();
  return sent;
}
const strike = (effect: FaultEffect) =>
  aws.control.addFault({ scope: { action: "CreateImage" }, effect });
const made = async () => (await aws.control.images()).items;

describe("before the effect", () => {
  it.each<[FaultEffect, string]>([
    [{ kind: "throttle" }, "RequestLimitExceeded"],
    [{ kind: "throttle", code: "EC2ThrottledException" }, "EC2ThrottledException"],
    [{ kind: "error", code: "InternalError" }, "InternalError"],
    [{ kind: "error", code: "RequestExpired" }, "RequestExpired"],
    [
      { kind: "error", code: "SnapshotCreationPerVolumeRateExceeded" },
      "SnapshotCreationPerVolumeRateExceeded",
    ],
    [{ kind: "reset" }, "TimeoutError"],
    [{ kind: "html", httpStatus: 502 }, ""],
    [{ kind: "empty", httpStatus: 503 }, ""],
  ])("%j leaves no image", async (effect, name) => {
    await strike(effect);
    await expect(create()).rejects.toMatchObject(name === "" ? {} : { name });
    expect(await made()).toEqual([]);
  });
});

describe("after the effect", () => {
  it.each<FaultEffect>([
    { kind: "loseReply" },
    { kind: "error", code: "InternalError", phase: "after" },
    { kind: "truncate" },
  ])("%j leaves an image whose maker was not told", async (effect) => {
    await strike(effect);
    await expect(create()).rejects.toBeInstanceOf(Error);
    expect(await made()).toMatchObject([{ name: "backup", created: { replyLost: true } }]);
    expect((await aws.control.summary()).lostReplies).toBe(1);
    const [call] = (await aws.control.calls({ action: "CreateImage" })).items;
    expect(call).toMatchObject({ outcome: "ok", faults: [effect.kind] });
    expect(call?.reply).not.toBe("sent");
  });

  it.each<FaultEffect>([
    { kind: "html", phase: "after" },
    { kind: "empty", phase: "after" },
  ])("%j gives 200 and no image id", async (effect) => {
    await strike(effect);
    const answer = await create().catch((error: unknown) => error);
    expect(answer).not.toHaveProperty("ImageId");
    expect(await made()).toHaveLength(1);
  });

  it("loses the reply of a refusal too", async () => {
    await create();
    await strike({ kind: "loseReply" });
    await expect(create()).rejects.not.toMatchObject({ name: "InvalidAMIName.Duplicate" });
    expect((await aws.control.calls({ outcome: "InvalidAMIName.Duplicate" })).items).toMatchObject([
      { reply: "lost" },
    ]);
    expect(await made()).toMatchObject([{ created: { replyLost: false } }]);
  });
});

describe("late", () => {
  it("delivers an answer late, but whole", async () => {
    await strike({ kind: "delay", ms: 50 });
    await expect(create()).resolves.toHaveProperty("ImageId");
  });

  it("lets a request arrive after its sender has given up", async () => {
    await strike({ kind: "delay", ms: 300, phase: "before" });
    expect(await createAndGiveUp()).toMatchObject({ name: "AbortError" });
    expect(await made()).toEqual([]);
    await aws.control.waitForCalls({ action: "CreateImage", outcome: "ok" });
    expect(await made()).toHaveLength(1);
  });

  it.each<[FaultEffect, number]>([
    [{ kind: "hang" }, 0],
    [{ kind: "loseReply", by: "hang" }, 1],
    [{ kind: "hang", phase: "after" }, 1],
  ])("%j never answers, and leaves %i images", async (effect, images) => {
    await strike(effect);
    expect(await createAndGiveUp()).toMatchObject({ name: "AbortError" });
    expect(await made()).toHaveLength(images);
    expect((await aws.control.calls({ action: "CreateImage" })).items).toMatchObject([
      { reply: "held" },
    ]);
  });

  it("hides a new image from lists and ids alike until the lag is over, but keeps its name", async () => {
    await strike({ kind: "visibilityLag", ms: 60_000 });
    const { ImageId } = await create();
    const byName = async () =>
      (
        await aws.ec2.send(
          new DescribeImagesCommand({ Filters: [{ Name: "name", Values: ["backup"] }] }),
        )
      ).Images ?? [];
    expect(await byName()).toEqual([]);
    await expect(
      aws.ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId ?? ""] })),
    ).rejects.toMatchObject({ name: "InvalidAMIID.NotFound" });
    await expect(create()).rejects.toMatchObject({ name: "InvalidAMIName.Duplicate" });
    await aws.control.advance({ ms: 60_000 });
    expect(await byName()).toMatchObject([{ ImageId }]);
  });

  it("fails an image late with a reason of KMS, and its snapshots with it", async () => {
    await strike({ kind: "lateFailure", afterMs: 60_000 });
    await create();
    await aws.control.advance({ ms: 59_999 });
    expect((await made())[0]?.state).toBe("pending");
    await aws.control.advance({ ms: 1 });
    const { Images } = await aws.ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
    expect(Images).toMatchObject([
      {
        State: "failed",
        StateReason: {
          Code: "Client.InternalError",
          Message: expect.stringContaining("key") as string,
        },
      },
    ]);
    const { Snapshots } = await aws.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ["self"] }));
    expect(Snapshots).toMatchObject([
      { State: "error", StateMessage: expect.stringContaining("key") as string },
    ]);
  });

  it.each([true, false])("keeps the name of a failed image: %s", async (keepsName) => {
    await aws.control.addFault({
      times: 1,
      effect: { kind: "lateFailure", afterMs: 10, keepsName },
    });
    await create();
    await aws.control.advance({ ms: 10 });
    const again = create().then(
      () => "made",
      (error: unknown) => (error as Error).name,
    );
    expect(await again).toBe(keepsName ? "InvalidAMIName.Duplicate" : "made");
  });
});

describe("rules", () => {
  it("strike in their scope, after what they skip, as often as they may", async () => {
    await aws.control.addFault({
      scope: {
        accountId: aws.accountId,
        region: aws.region,
        action: ["Create*"],
        match: { Name: "b*" },
      },
      skip: 1,
      times: 2,
      effect: { kind: "throttle" },
    });
    const outcomes: string[] = [];
    for (const name of ["a-1", "b-1", "b-2", "a-2", "b-3", "b-4"]) {
      outcomes.push(
        await create(name).then(
          () => "ok",
          (error: unknown) => (error as Error).name,
        ),
      );
    }
    expect(outcomes).toEqual([
      "ok",
      "ok",
      "RequestLimitExceeded",
      "ok",
      "RequestLimitExceeded",
      "ok",
    ]);
    expect(await aws.control.listFaults()).toMatchObject([{ seen: 3, hits: 2 }]);
    expect(await aws.control.clearFaults()).toEqual({ removed: 1 });
  });

  it("strike the share of calls they are told to", async () => {
    await aws.control.addFault({ probability: 0.3, effect: { kind: "throttle" } });
    for (let i = 0; i < 200; i += 1) await create(`share-${i}`).catch(() => undefined);
    const hits = (await aws.control.listFaults())[0]?.hits ?? 0;
    expect(hits).toBeGreaterThan(30);
    expect(hits).toBeLessThan(90);
  });

  it("refuses a kind that does not exist", async () => {
    const effect = { kind: "flood" } as unknown as FaultEffect;
    await expect(aws.control.addFault({ effect })).rejects.toThrow("effect.kind must be one of");
    const endless = { kind: "delay" } as unknown as FaultEffect;
    await expect(aws.control.addFault({ effect: endless })).rejects.toThrow("needs ms");
  });
});

describe("token buckets", () => {
  it("let 50 mutating calls through at once, then five a second", async () => {
    await aws.control.configure({ limits: { tokenBuckets: true } });
    const burst = async (prefix: string, count: number) => {
      const calls = Array.from({ length: count }, (_, i) =>
        create(`${prefix}-${i}`).then(
          () => "ok",
          (error: unknown) => (error as Error).name,
        ),
      );
      const results = await Promise.all(calls);
      return [
        results.filter((r) => r === "ok").length,
        results.filter((r) => r === "RequestLimitExceeded").length,
      ];
    };
    expect(await burst("first", 60)).toEqual([50, 10]);
    await aws.control.advance({ ms: 2000 });
    expect(await burst("second", 20)).toEqual([10, 10]);
    const { ec2 } = aws.clients({ region: "us-east-1" });
    await expect(ec2.send(new DescribeImagesCommand({}))).resolves.toBeDefined();
  });
});
