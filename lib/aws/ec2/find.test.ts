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
  const { instanceId } = await world.sim.control.createInstance({ accountId, region });
  place = { accountId, region, instanceId };
  ec2 = await world.aws.ec2With(world.given, { region, accountId: world.account.accountId });
});
afterAll(() => world.close());

const DAY = 86_400_000;

async function seed(images: Array<{ name: string; tags?: Record<string, string> }>) {
  const createdAt = Date.now() - DAY;
  const seeded = await world.sim.control.seedHistory({
    ...place,
    images: images.map((image) => ({ createdAt, ...image })),
  });
  return seeded.images;
}

describe("findImages", () => {
  it("takes wildcards in a name for letters", async () => {
    await seed([{ name: "name (a)" }, { name: "name (b)" }]);
    const found = await ec2.findImages({ names: ["name (?)", "name*", "name (a)"] });
    expect(found.map(({ name }) => name)).toEqual(["name (a)"]);
  });

  it("finds nothing for unknown ids, and the rest all the same", async () => {
    const [image] = await seed([{ name: "known" }]);
    const imageId = image?.imageId ?? "";
    const found = await ec2.findImages({ imageIds: ["ami-0000000000000000f", imageId] });
    expect(found.map((one) => one.imageId)).toEqual([imageId]);
    expect(found[0]).toMatchObject({ state: "available", ownerId: place.accountId });
    expect(found[0]?.createdAt).toBeGreaterThan(Date.now() - 2 * DAY);
  });

  it("sees an image that was disabled: it is not gone", async () => {
    const [image] = await seed([{ name: "disabled" }]);
    const imageId = image?.imageId ?? "";
    await world.sim.control.setImageDisabled({ imageId, disabled: true });
    const found = await ec2.findImages({ imageIds: [imageId] });
    expect(found.map(({ state }) => state)).toEqual(["disabled"]);
  });

  it("asks for any number of values, 200 at a time", async () => {
    const images = await seed(Array.from({ length: 450 }, (_, n) => ({ name: `many ${n}` })));
    const { lastSeq } = await world.sim.control.calls({});
    const found = await ec2.findImages({ imageIds: images.map(({ imageId }) => imageId) });
    expect(new Set(found.map(({ imageId }) => imageId)).size).toBe(450);
    const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
    expect(items.map(({ action }) => action)).toEqual(Array(3).fill("DescribeImages"));
  });

  it("reads every page", async () => {
    const tags = { "amivault:owner": "amivault-test", "amivault:backup": "one key" };
    for (let page = 0; page < 3; page++) {
      await seed(Array.from({ length: 500 }, (_, n) => ({ name: `page ${page} ${n}`, tags })));
    }
    const found = await ec2.findImages({ backupKeys: ["one key"], ownerTag: "amivault-test" });
    expect(found).toHaveLength(1_500);
  });

  it("finds a backup's images of this installation alone", async () => {
    const backup = { "amivault:backup": "key-1" };
    await seed([
      { name: "ours", tags: { ...backup, "amivault:owner": "amivault-test" } },
      { name: "another's", tags: { ...backup, "amivault:owner": "amivault-other" } },
      { name: "nobody's", tags: backup },
    ]);
    const found = await ec2.findImages({ backupKeys: ["key-1", "*"], ownerTag: "amivault-test" });
    expect(found.map(({ name }) => name)).toEqual(["ours"]);
  });
});

describe("findSnapshots", () => {
  it("finds what there is and leaves out the unknown", async () => {
    const [image] = await seed([{ name: "with snapshots" }]);
    const [seen] = await ec2.findImages({ imageIds: [image?.imageId ?? ""] });
    const ids = seen?.snapshots.map(({ snapshotId }) => snapshotId) ?? [];
    expect(ids).toHaveLength(1);
    const found = await ec2.findSnapshots([...ids, "snap-0000000000000000f"]);
    expect(found).toMatchObject([
      { snapshotId: ids[0], state: "completed", progressPercent: 100, sizeGiB: 8 },
    ]);
    expect(found[0]?.fullSizeBytes).toBeGreaterThan(0);
  });
});

describe("instances", () => {
  it("come with hostile names and tags verbatim", async () => {
    const tags = {
      Name: `<img src=x onerror="a()"> * ? \\ ' 🙂 ${"x".repeat(200)}`,
      "=cmd|' /C calc'!A0": "é",
    };
    const { accountId, region } = place;
    const made = await world.sim.control.createInstance({ accountId, region, tags });
    const [found] = await ec2.describeInstances([made.instanceId]);
    expect(found?.name).toBe(tags.Name);
    expect(found?.tags).toEqual(tags);
    expect(await ec2.describeVolumes(found?.volumeIds ?? [])).toMatchObject([{ sizeGiB: 8 }]);
  });

  it("asks nothing when no instance is asked for", async () => {
    const { lastSeq } = await world.sim.control.calls({});
    expect(await ec2.describeInstances([])).toEqual([]);
    expect((await world.sim.control.calls({ afterSeq: lastSeq })).items).toEqual([]);
  });
});

describe("describeRegions", () => {
  it("tells the enabled from the others", async () => {
    const regions = await ec2.describeRegions();
    expect(regions.find(({ region }) => region === "eu-west-1")?.enabled).toBe(true);
    expect(regions.find(({ region }) => region === "eu-south-1")?.enabled).toBe(false);
  });
});

describe("an answer without the results asked for", () => {
  afterEach(() => world.sim.control.clearFaults({}));

  it.each([
    ["imagesSet", () => ec2.findImages({ names: ["x"] })],
    ["snapshotSet", () => ec2.findSnapshots(["snap-0000000000000000f"])],
    ["reservationSet", () => ec2.listInstances(5)],
    ["volumeSet", () => ec2.describeVolumes(["vol-0000000000000000f"])],
    ["regionInfo", () => ec2.describeRegions()],
  ])("%s is not taken for an empty one", async (element, ask) => {
    await world.sim.control.addFault({ effect: { kind: "omit", elements: [element] } });
    await expect(ask()).rejects.toMatchObject({ outcome: "unknown", awsCode: "UnreadableAnswer" });
  });
});
