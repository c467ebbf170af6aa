import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";
import { AwsCallError } from "../aws-call-error";
import type { Ec2 } from "./ec2";

let world: AwsWorld;
let instanceId: string;
let ec2: Ec2;

beforeAll(async () => {
  world = await createAwsWorld();
  const { accountId } = world.account;
  const volumes = [{ sizeGib: 8 }, { sizeGib: 20 }];
  const made = await world.sim.control.createInstance({ accountId, region: WORLD_REGION, volumes });
  instanceId = made.instanceId;
  ec2 = await world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
    purpose: "create",
  });
});
afterAll(() => world.close());

const TAGS = { "amivault:owner": "amivault-test", Name: "<b>wëb</b> * ? 🙂" };
const request = (name: string) => ({
  instanceId,
  name,
  description: "nächtlich <script>",
  noReboot: true,
  tags: TAGS,
});

async function callsSince(seq: number): Promise<string[]> {
  const { items } = await world.sim.control.calls({ afterSeq: seq });
  return items.map(({ action, outcome }) => `${action} ${outcome}`);
}

const lastSeq = async () => (await world.sim.control.calls({})).lastSeq;

describe("createImage", () => {
  it("makes one image whose texts and tags, the snapshots' included, are what was given", async () => {
    const created = await ec2.createImage(request("verbatim"), {});
    expect(created.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    const { items } = await world.sim.control.images({ name: "verbatim" });
    expect(items).toMatchObject([
      {
        imageId: created.imageId,
        description: "nächtlich <script>",
        tags: TAGS,
        noReboot: true,
      },
    ]);
    const snapshots = await world.sim.control.snapshots({});
    const own = snapshots.items.filter(({ snapshotId }) =>
      items[0]?.snapshotIds.includes(snapshotId),
    );
    expect(own.map(({ tags }) => tags)).toEqual([TAGS, TAGS]);
  });

  it("sends nothing when the guard says no, and says so", async () => {
    const seq = await lastSeq();
    const stop = () => {
      throw new Error("The lease is lost.");
    };
    const error = await ec2
      .createImage(request("stopped"), { beforeSend: stop })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AwsCallError);
    expect(error).toMatchObject({ outcome: "not_sent", awsCode: "StoppedBeforeSending" });
    expect(await callsSince(seq)).toEqual([]);
  });

  it("calls the guard once, with the instant by the product's clock", async () => {
    const signed: number[] = [];
    await ec2.createImage(request("guarded"), { beforeSend: (at) => void signed.push(at) });
    expect(signed).toEqual([world.clock.now()]);
  });

  it("keeps AWS's own words of a name that is taken", async () => {
    const first = await ec2.createImage(request("taken"), {});
    const error = await ec2.createImage(request("taken"), {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ outcome: "refused", awsCode: "InvalidAMIName.Duplicate" });
    expect((error as AwsCallError).awsMessage).toContain(first.imageId);
  });

  it("a dry run makes nothing and tells whether it would be allowed", async () => {
    const before = (await world.sim.control.images({})).items.length;
    await ec2.dryRun({ action: "CreateImage", input: request("dry") });
    expect((await world.sim.control.images({})).items.length).toBe(before);

    const denial = { accountId: world.account.accountId, action: "ec2:CreateImage" };
    await world.sim.control.deny(denial);
    await expect(
      ec2.dryRun({ action: "CreateImage", input: request("dry") }),
    ).rejects.toMatchObject({
      awsCode: "UnauthorizedOperation",
    });
    await world.sim.control.allow({});
  });
});

describe("the token of a call", () => {
  it("is not taken twice when the caller holds it", async () => {
    const key = { accountId: "000000000000", region: WORLD_REGION, action: "CreateImage" };
    const taken: string[] = [];
    const counted = await createAwsWorld({
      budget: (real) => ({
        ...real,
        tryTake(asked) {
          taken.push(asked.action);
          return real.tryTake({ ...key, action: asked.action });
        },
      }),
    });
    try {
      const { accountId } = counted.account;
      const made = await counted.sim.control.createInstance({ accountId, region: WORLD_REGION });
      const ec2 = await counted.aws.ec2With(counted.given, {
        region: WORLD_REGION,
        accountId: counted.account.accountId,
      });
      const input = { ...request("token"), instanceId: made.instanceId };
      await ec2.createImage(input, { tokenTaken: true });
      expect(taken).toEqual([]);
      await ec2.createImage({ ...input, name: "token 2" }, {});
      expect(taken).toEqual(["CreateImage"]);
    } finally {
      await counted.close();
    }
  });

  it("a job is sent away with the time to come back; nothing reaches AWS", async () => {
    const waitMs = 90_000;
    const empty = await createAwsWorld({
      budget: (real) => ({ ...real, tryTake: async () => ({ waitMs }) }),
    });
    try {
      empty.saved.set("crd_1", {
        id: "crd_1",
        kind: "access_key",
        accountId: empty.account.accountId,
        partition: "aws",
        defaultRegion: WORLD_REGION,
        secret: empty.seal("crd_1", empty.key),
        sourceCredentialId: null,
        roleArn: null,
        externalId: null,
      });
      const target = { credentialId: "crd_1", region: WORLD_REGION, purpose: "read" as const };
      const error = await (await empty.aws.ec2(target)).listInstances(5).catch((e: unknown) => e);
      expect(error).toMatchObject({
        outcome: "not_sent",
        awsCode: "BudgetExhausted",
        retryAfterMs: waitMs,
      });
      expect((await empty.sim.control.calls({})).items).toEqual([]);
    } finally {
      await empty.close();
    }
  });

  it("a person waits a little for it", async () => {
    const waits = [300, 0];
    const short = await createAwsWorld({
      budget: (real) => ({ ...real, tryTake: async () => ({ waitMs: waits.shift() ?? 0 }) }),
    });
    try {
      const ec2 = await short.aws.ec2With(short.given, {
        region: WORLD_REGION,
        accountId: short.account.accountId,
      });
      expect(await ec2.listInstances(5)).toEqual([]);
    } finally {
      await short.close();
    }
  });
});
