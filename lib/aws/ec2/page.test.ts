import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";
import { measureTurns } from "../../testing/measure-turns";
import type { Ec2, PageQuery } from "./ec2";

let world: AwsWorld;
let ec2: Ec2;
let place: { accountId: string; region: string; instanceId: string };
let imageIds: string[];

const OURS = "amivault-test";
const IMAGES = 1_050;

beforeAll(async () => {
  world = await createAwsWorld();
  const { accountId } = world.account;
  const region = WORLD_REGION;
  const { instanceId } = await world.sim.control.createInstance({ accountId, region });
  place = { accountId, region, instanceId };
  ec2 = await world.aws.ec2With(world.given, { region, accountId: world.account.accountId });
  imageIds = await seed("ours", IMAGES, OURS);
  await seed("theirs", 30, "amivault-other");
});
afterAll(() => world.close());

async function seed(name: string, count: number, ownerId: string): Promise<string[]> {
  const createdAt = Date.now() - 86_400_000;
  const images = Array.from({ length: count }, (_, n) => ({ name: `${name} ${n}`, createdAt }));
  const seeded = await world.sim.control.seedHistory({ ...place, ownerId, images });
  return seeded.images.map(({ imageId }) => imageId);
}

async function walk<Page extends { nextToken: string | null }>(
  fetch: (query: PageQuery) => Promise<Page>,
  ownerTag: string | null,
): Promise<Page[]> {
  const pages: Page[] = [];
  let nextToken: string | undefined;
  do {
    const page = await fetch({ ownerTag, ...(nextToken === undefined ? {} : { nextToken }) });
    pages.push(page);
    nextToken = page.nextToken ?? undefined;
  } while (nextToken !== undefined);
  return pages;
}

describe("pages", () => {
  it("of images hold 1,000 and end; those of an owner are that owner's alone", async () => {
    const ours = await walk((query) => ec2.pageImages(query), OURS);
    expect(ours.map(({ images }) => images.length)).toEqual([1_000, 50]);
    expect(new Set(ours.flatMap(({ images }) => images.map((one) => one.imageId)))).toEqual(
      new Set(imageIds),
    );
    const all = await walk((query) => ec2.pageImages(query), null);
    expect(all.map(({ images }) => images.length)).toEqual([1_000, 80]);
  });

  it("of snapshots come with what tells whose and of when they are", async () => {
    const pages = await walk((query) => ec2.pageSnapshots(query), OURS);
    expect(pages.map(({ snapshots }) => snapshots.length)).toEqual([1_000, 50]);
    const [first] = pages[0]?.snapshots ?? [];
    expect(first?.tags["amivault:owner"]).toBe(OURS);
    expect(first?.description).toMatch(/^Created by CreateImage\(i-/);
    expect(first?.startedAt).toBeGreaterThan(Date.now() - 2 * 86_400_000);
  });

  it("say when AWS answered, by its own clock", async () => {
    const { now } = await world.sim.control.time();
    for (const page of [
      await ec2.pageImages({ ownerTag: OURS }),
      await ec2.pageSnapshots({ ownerTag: OURS }),
    ]) {
      expect(page.answeredAt).toBeGreaterThanOrEqual(Math.floor(now / 1_000) * 1_000);
      expect(page.answeredAt).toBeLessThan(now + 60_000);
    }
  });

  it("of a thousand images are read fifty at a time, and others have their turn in between", async () => {
    const { count } = await measureTurns(() => ec2.pageImages({ ownerTag: OURS }));
    expect(count).toBeGreaterThanOrEqual(1_000 / 50);
  });

  it("of everything are one call each", async () => {
    const { lastSeq } = await world.sim.control.calls({});
    await walk((query) => ec2.pageImages(query), OURS);
    const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
    expect(items.map(({ action }) => action)).toEqual(["DescribeImages", "DescribeImages"]);
  });
});

describe("proveImages", () => {
  it("is one call whose time is AWS's, however wrong our clock", async () => {
    const skewMs = 120_000;
    await world.sim.control.configure({ skewMs });
    const { now } = await world.sim.control.time();
    const { lastSeq } = await world.sim.control.calls({});
    const proof = await ec2.proveImages(imageIds.slice(0, 200));
    await world.sim.control.configure({ skewMs: 0 });
    expect(proof.images).toHaveLength(200);
    expect(proof.answeredAt).toBeGreaterThanOrEqual(now + skewMs - 1_000);
    const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
    expect(items).toHaveLength(1);
  });

  it("leaves out what is not there, and shows a disabled image as disabled", async () => {
    const [known = "", disabled = ""] = imageIds;
    await world.sim.control.setImageDisabled({ imageId: disabled, disabled: true });
    const { images } = await ec2.proveImages([known, disabled, "ami-0000000000000000f"]);
    expect(images.map(({ imageId, state }) => [imageId, state])).toEqual([
      [known, "available"],
      [disabled, "disabled"],
    ]);
  });

  it("refuses more than one call can prove", async () => {
    await expect(ec2.proveImages(imageIds.slice(0, 201))).rejects.toThrow(/at most 200/);
  });
});

describe("child images", () => {
  it("are found by the image they were made from", async () => {
    const [parent = ""] = imageIds;
    const { accountId, region } = place;
    const restored = await world.sim.control.createInstance({ accountId, region, imageId: parent });
    const { images } = await world.sim.control.seedHistory({
      ...place,
      instanceId: restored.instanceId,
      images: [{ name: "child", createdAt: Date.now() }],
    });
    const found = await ec2.findImages({ sourceImageIds: imageIds.slice(0, 300) });
    expect(found.map(({ imageId, sourceImageId }) => [imageId, sourceImageId])).toEqual([
      [images[0]?.imageId, parent],
    ]);
    expect(found[0]).toMatchObject({
      sourceInstanceId: restored.instanceId,
      isPublic: false,
      description: "",
    });
  });
});
