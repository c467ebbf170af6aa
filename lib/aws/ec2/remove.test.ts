import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";
import type { Ec2 } from "./ec2";

let world: AwsWorld;
let ec2: Ec2;
let place: { accountId: string; region: string; instanceId: string };

beforeAll(async () => {
  world = await createAwsWorld();
  const { accountId } = world.account;
  const region = WORLD_REGION;
  const volumes = [{ sizeGib: 8 }, { sizeGib: 20 }];
  const { instanceId } = await world.sim.control.createInstance({ accountId, region, volumes });
  place = { accountId, region, instanceId };
  ec2 = await world.aws.ec2With(world.given, {
    region,
    accountId: world.account.accountId,
    purpose: "delete",
  });
});
afterEach(async () => {
  await world.sim.control.clearFaults({});
  await world.sim.control.allow({});
});
afterAll(() => world.close());

let names = 0;

async function image(): Promise<{ imageId: string; snapshotIds: string[] }> {
  names += 1;
  const { images } = await world.sim.control.seedHistory({
    ...place,
    ownerId: "amivault-test",
    images: [{ name: `image ${names}`, createdAt: Date.now() - 86_400_000 }],
  });
  const [made] = images;
  if (!made) throw new Error("One image was asked for.");
  return made;
}

const gone = (imageId: string) =>
  world.sim.control.images({ imageId }).then(({ items }) => items[0]?.state === "deregistered");

async function sent(action: string): Promise<number> {
  return (await world.sim.control.calls({ action })).items.length;
}

describe("deregisterImage", () => {
  it("removes the image and says of each snapshot what became of it", async () => {
    const { imageId, snapshotIds } = await image();
    const done = await ec2.deregisterImage(imageId, { deleteSnapshots: true }, {});
    expect(done.snapshots).toEqual(
      snapshotIds.map((snapshotId) => ({ snapshotId, code: "success" })),
    );
    expect(await gone(imageId)).toBe(true);
    expect(await ec2.findSnapshots(snapshotIds)).toEqual([]);
  });

  it("leaves the snapshots when not asked to delete them, and has no results", async () => {
    const { imageId, snapshotIds } = await image();
    const done = await ec2.deregisterImage(imageId, { deleteSnapshots: false }, {});
    expect(done).toEqual({ snapshots: null });
    expect(await ec2.findSnapshots(snapshotIds)).toHaveLength(2);
  });

  it("an answer without results is none, not an empty list of them", async () => {
    const { imageId } = await image();
    const elements = ["deleteSnapshotResultSet"];
    await world.sim.control.addFault({ effect: { kind: "omit", elements } });
    const done = await ec2.deregisterImage(imageId, { deleteSnapshots: true }, {});
    expect(done).toEqual({ snapshots: null });
  });

  it("says which snapshots stayed although the image went", async () => {
    const { imageId } = await image();
    await world.sim.control.deny({ action: "ec2:DeleteSnapshot" });
    const done = await ec2.deregisterImage(imageId, { deleteSnapshots: true }, {});
    expect(done.snapshots?.map(({ code }) => code)).toEqual([
      "missing-permissions",
      "missing-permissions",
    ]);
  });

  it("sends one attempt, and does not know what a lost answer did", async () => {
    const { imageId } = await image();
    await world.sim.control.addFault({ times: 1, effect: { kind: "loseReply" } });
    const before = await sent("DeregisterImage");
    await expect(ec2.deregisterImage(imageId, { deleteSnapshots: true }, {})).rejects.toMatchObject(
      { outcome: "unknown" },
    );
    expect(await sent("DeregisterImage")).toBe(before + 1);
    expect(await gone(imageId)).toBe(true);
  });

  it("sends nothing when the proof no longer holds", async () => {
    const { imageId } = await image();
    const before = await sent("DeregisterImage");
    const beforeSend = () => {
      throw new Error("The proof is 61 s old.");
    };
    await expect(
      ec2.deregisterImage(imageId, { deleteSnapshots: true }, { beforeSend }),
    ).rejects.toMatchObject({ outcome: "not_sent", awsCode: "StoppedBeforeSending" });
    expect(await sent("DeregisterImage")).toBe(before);
    expect(await gone(imageId)).toBe(false);
  });

  it("a refusal names the permission and the statement, bound to this installation's tag", async () => {
    const { imageId } = await image();
    await world.sim.control.deny({ action: "ec2:DeregisterImage" });
    await expect(ec2.deregisterImage(imageId, { deleteSnapshots: true }, {})).rejects.toMatchObject(
      {
        outcome: "refused",
        message: "The credential may not do ec2:DeregisterImage.",
        suggestion: expect.stringContaining('"aws:ResourceTag/amivault:owner":"amivault-test"'),
      },
    );
  });
});

describe("deleteSnapshot", () => {
  it("deletes one that nothing uses, and refuses one that an image uses", async () => {
    const { imageId, snapshotIds } = await image();
    const [snapshotId = ""] = snapshotIds;
    await expect(ec2.deleteSnapshot(snapshotId, {})).rejects.toMatchObject({
      awsCode: "InvalidSnapshot.InUse",
      outcome: "refused",
      message: "Another image still uses this snapshot.",
    });
    await ec2.deregisterImage(imageId, { deleteSnapshots: false }, {});
    await ec2.deleteSnapshot(snapshotId, {});
    expect(await ec2.findSnapshots(snapshotIds)).toHaveLength(1);
    await expect(ec2.deleteSnapshot(snapshotId, {})).rejects.toMatchObject({
      awsCode: "InvalidSnapshot.NotFound",
    });
  });
});

describe("tags", () => {
  it("are set on images and snapshots in one call, and taken away by key", async () => {
    const { imageId, snapshotIds } = await image();
    const resourceIds = [imageId, ...snapshotIds];
    const before = await sent("CreateTags");
    await ec2.createTags({ resourceIds, tags: { "amivault:keep": "1", "amivault:hold": "why" } });
    expect(await sent("CreateTags")).toBe(before + 1);
    const tagged = async () => [
      ...(await ec2.findImages({ imageIds: [imageId] })),
      ...(await ec2.findSnapshots(snapshotIds)),
    ];
    const owner = { "amivault:owner": "amivault-test" };
    const both = { ...owner, "amivault:keep": "1", "amivault:hold": "why" };
    expect((await tagged()).map(({ tags }) => tags)).toEqual([both, both, both]);
    await ec2.deleteTags({ resourceIds, keys: ["amivault:hold"] });
    const one = { ...owner, "amivault:keep": "1" };
    expect((await tagged()).map(({ tags }) => tags)).toEqual([one, one, one]);
  });

  it("no keys take nothing away: to AWS that would mean all of them", async () => {
    const { imageId } = await image();
    await ec2.deleteTags({ resourceIds: [imageId], keys: [] });
    const [found] = await ec2.findImages({ imageIds: [imageId] });
    expect(found?.tags).toEqual({ "amivault:owner": "amivault-test" });
  });

  it("are set again after a lost answer: twice is once", async () => {
    const { imageId } = await image();
    await world.sim.control.addFault({
      scope: { action: "CreateTags" },
      times: 1,
      effect: { kind: "loseReply" },
    });
    const before = await sent("CreateTags");
    await ec2.createTags({ resourceIds: [imageId], tags: { "amivault:keep": "1" } });
    expect(await sent("CreateTags")).toBe(before + 2);
    const [found] = await ec2.findImages({ imageIds: [imageId] });
    expect(found?.tags["amivault:keep"]).toBe("1");
  });
});
