import net from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultEffect } from "#simulator/core/fault-rules";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import { AwsCallError, type AwsOutcome } from "./aws-call-error";
import type { Ec2 } from "./ec2/ec2";

let world: AwsWorld;
let instanceId: string;

beforeAll(async () => {
  world = await createAwsWorld({ requestTimeoutMs: 500 });
  const { accountId } = world.account;
  const made = await world.sim.control.createInstance({ accountId, region: WORLD_REGION });
  instanceId = made.instanceId;
});
afterEach(async () => {
  await world.sim.control.clearFaults({});
  await world.sim.control.allow({});
});
afterAll(() => world.close());

let names = 0;
function image() {
  names += 1;
  return { instanceId, name: `image ${names}`, description: "", noReboot: true, tags: {} };
}

async function failure(call: Promise<unknown>): Promise<AwsCallError> {
  const error = await call.then(
    () => new Error("The call went well."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AwsCallError) return error;
  throw error;
}

const ec2 = (): Promise<Ec2> =>
  world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
    purpose: "create",
  });

async function fault(effect: FaultEffect, action = "CreateImage"): Promise<void> {
  await world.sim.control.addFault({ scope: { action }, effect });
}

const FAULTS: Array<[string, FaultEffect, AwsOutcome, string]> = [
  ["a throttle", { kind: "throttle" }, "later", "RequestLimitExceeded"],
  [
    "EC2's other throttle",
    { kind: "throttle", code: "EC2ThrottledException" },
    "later",
    "EC2ThrottledException",
  ],
  [
    "a snapshot limit",
    { kind: "error", code: "SnapshotCreationPerVolumeRateExceeded", httpStatus: 400 },
    "later",
    "SnapshotCreationPerVolumeRateExceeded",
  ],
  [
    "too many snapshots at once",
    { kind: "error", code: "ConcurrentSnapshotLimitExceeded", httpStatus: 400 },
    "later",
    "ConcurrentSnapshotLimitExceeded",
  ],
  [
    "an expired session",
    { kind: "error", code: "RequestExpired", httpStatus: 400 },
    "later",
    "RequestExpired",
  ],
  ["a 500", { kind: "error", code: "InternalError", httpStatus: 500 }, "unknown", "InternalError"],
  ["a 503", { kind: "error", code: "Unavailable", httpStatus: 503 }, "unknown", "Unavailable"],
  [
    "a refusal of a kind we do not know",
    { kind: "error", code: "Brand.NewRefusal", httpStatus: 400 },
    "refused",
    "Brand.NewRefusal",
  ],
  ["HTML with status 200", { kind: "html", httpStatus: 200 }, "unknown", "UnreadableAnswer"],
  ["HTML with status 403", { kind: "html", httpStatus: 403 }, "unknown", "UnreadableAnswer"],
  ["HTML with status 404", { kind: "html", httpStatus: 404 }, "unknown", "UnreadableAnswer"],
  ["HTML with status 502", { kind: "html", httpStatus: 502 }, "unknown", "UnreadableAnswer"],
  ["nothing with status 200", { kind: "empty", httpStatus: 200 }, "unknown", "UnreadableAnswer"],
  ["nothing with status 500", { kind: "empty", httpStatus: 500 }, "unknown", "UnreadableAnswer"],
  ["half an answer", { kind: "truncate" }, "unknown", "UnreadableAnswer"],
  ["no ImageId", { kind: "omit", elements: ["imageId"] }, "unknown", "UnreadableAnswer"],
  ["a reset before", { kind: "reset", phase: "before" }, "unknown", "ConnectionReset"],
  ["a lost reply", { kind: "loseReply", by: "reset" }, "unknown", "ConnectionReset"],
  ["silence", { kind: "hang", ms: 5_000 }, "unknown", "Timeout"],
];

describe("what a failed CreateImage means", () => {
  it.each(FAULTS)("%s", async (_, effect, outcome, code) => {
    await fault(effect);
    const before = await world.sim.control.calls({ action: "CreateImage" });

    const error = await failure((await ec2()).createImage(image(), { tokenTaken: true }));

    expect({ outcome: error.outcome, code: error.awsCode }).toEqual({ outcome, code });
    expect(error.message).toMatch(/^\S.*\.$|”$/);
    expect(error.suggestion).toBeTruthy();
    const after = await world.sim.control.calls({ action: "CreateImage" });
    expect(after.lastSeq - before.lastSeq).toBeGreaterThan(0);
    expect(after.items.length - before.items.length).toBe(1);
  });

  it("tells the budget of every throttle", async () => {
    const heard = world.throttled.length;
    await fault({ kind: "throttle" });
    await failure((await ec2()).createImage(image(), { tokenTaken: true }));
    expect(world.throttled.slice(heard)).toEqual([
      { accountId: expect.any(String), region: WORLD_REGION, action: "CreateImage" },
    ]);
  });

  it("a missing permission names the statement to add", async () => {
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, action: "ec2:CreateImage" });
    const error = await failure((await ec2()).createImage(image(), { tokenTaken: true }));
    expect(error.outcome).toBe("refused");
    expect(error.suggestion).toContain('"Action":"ec2:CreateImage"');
    expect(error.suggestion).toContain('"ec2:CreateAction":"CreateImage"');
  });
});

describe("reading", () => {
  it("is repeated after an answer that cannot be read", async () => {
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances" },
      times: 2,
      effect: { kind: "html" },
    });
    const found = await (await ec2()).describeInstances([instanceId]);
    expect(found.map((instance) => instance.instanceId)).toEqual([instanceId]);
  });

  it("ends as unreadable when it stays so, and never as nothing found", async () => {
    await fault({ kind: "html", httpStatus: 200 }, "DescribeImages");
    const error = await failure((await ec2()).findImages({ names: ["x"] }));
    expect(error.awsCode).toBe("UnreadableAnswer");
  });

  it("is not repeated after a refusal", async () => {
    const { lastSeq } = await world.sim.control.calls({ action: "DescribeInstances" });
    const error = await failure((await ec2()).describeInstances(["i-00000000000000000"]));
    expect(error).toMatchObject({ outcome: "refused", awsCode: "InvalidInstanceID.NotFound" });
    const { items } = await world.sim.control.calls({
      action: "DescribeInstances",
      afterSeq: lastSeq,
    });
    expect(items).toHaveLength(1);
  });
});

describe("an address where nobody answers", () => {
  it("a refused connection is certainly not sent", async () => {
    const lost = await createAwsWorld({ endpoint: `http://127.0.0.1:${await closedPort()}` });
    try {
      const ec2 = await lost.aws.ec2With(lost.given, {
        region: WORLD_REGION,
        accountId: lost.account.accountId,
      });
      const error = await failure(ec2.createImage(image(), { tokenTaken: true }));
      expect(error).toMatchObject({ outcome: "not_sent", awsCode: "ConnectionRefused" });
      expect(error.message).toContain("127.0.0.1:");
    } finally {
      await lost.close();
    }
  });

  it("a host without an address is certainly not sent", async () => {
    const lost = await createAwsWorld({ endpoint: "http://nowhere.invalid" });
    try {
      const ec2 = await lost.aws.ec2With(lost.given, {
        region: WORLD_REGION,
        accountId: lost.account.accountId,
      });
      const error = await failure(ec2.createImage(image(), { tokenTaken: true }));
      expect(error).toMatchObject({ outcome: "not_sent", awsCode: "HostNotFound" });
    } finally {
      await lost.close();
    }
  });
});

describe("credentials that AWS does not believe", () => {
  it.each([
    ["an unknown key", { accessKeyId: "AKIAEXAMPLEUNKNOWN00" }, "InvalidClientTokenId"],
    ["a wrong secret", { secretAccessKey: "wrong" }, "SignatureDoesNotMatch"],
  ])("%s is refused", async (_, change, code) => {
    const given = { ...world.key, ...change, kind: "access_key" as const };
    const error = await failure(world.aws.identify(given, WORLD_REGION));
    expect(error).toMatchObject({ outcome: "refused", awsCode: code });
  });

  it("a disabled key is refused", async () => {
    const { accessKeyId, secretAccessKey } = await world.sim.control.createKey({
      accountId: world.account.accountId,
    });
    await world.sim.control.setKeyStatus({ accessKeyId, status: "Inactive" });
    const given = { kind: "access_key" as const, accessKeyId, secretAccessKey };
    const error = await failure(world.aws.identify(given, WORLD_REGION));
    expect(error).toMatchObject({ outcome: "refused", awsCode: "InvalidClientTokenId" });
  });

  it("a clock that is wrong is called that, not a wrong secret, and is learned", async () => {
    const other = await createAwsWorld();
    try {
      await other.sim.control.configure({ skewMs: 20 * 60_000 });
      const ec2 = await other.aws.ec2With(other.given, {
        region: WORLD_REGION,
        accountId: other.account.accountId,
      });
      const error = await failure(
        ec2.createImage({ ...image(), instanceId: "i-00000000000000000" }, { tokenTaken: true }),
      );
      expect(error.message).toBe("This machine's clock is 20 minutes behind AWS's.");
      expect(error.outcome).toBe("later");
      expect(other.aws.clockOffsetMs()).toBeGreaterThan(19 * 60_000);
      const again = await other.aws.identify(other.given, WORLD_REGION);
      expect(again.accountId).toBe(other.account.accountId);
    } finally {
      await other.close();
    }
  });

  it("a clock that is put right again is no wrong secret either", async () => {
    const other = await createAwsWorld();
    try {
      await other.sim.control.configure({ skewMs: 20 * 60_000 });
      const accountId = other.account.accountId;
      expect(await other.aws.identify(other.given, WORLD_REGION)).toMatchObject({ accountId });
      await other.sim.control.configure({ skewMs: 0 });
      expect(await other.aws.identify(other.given, WORLD_REGION)).toMatchObject({ accountId });
    } finally {
      await other.close();
    }
  });
});

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("A port was expected.");
  return address.port;
}
