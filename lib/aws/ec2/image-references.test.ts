import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";
import type { Ec2 } from "./ec2";

let world: AwsWorld;
let ec2: Ec2;
let place: { accountId: string; region: string };
let instanceId: string;

beforeAll(async () => {
  world = await createAwsWorld();
  place = { accountId: world.account.accountId, region: WORLD_REGION };
  instanceId = (await world.sim.control.createInstance(place)).instanceId;
  ec2 = await world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
  });
});
afterEach(async () => {
  await world.sim.control.clearFaults({});
  await world.sim.control.allow({});
});
afterAll(() => world.close());

async function imageIds(count: number): Promise<string[]> {
  const { images } = await world.sim.control.seedHistory({
    ...place,
    instanceId,
    images: Array.from({ length: count }, (_, i) => ({
      name: `${world.sim.simulator.world.lastSeq} ${i}`,
      createdAt: Date.now(),
    })),
  });
  return images.map((image) => image.imageId);
}

describe("describeImageReferences", () => {
  it("sees the oldest of ten thousand versions of a launch template, and no terminated instance", async () => {
    const [imageId = ""] = await imageIds(1);
    const versions = Array.from({ length: 9_999 }, () => "ami-00000000");
    const { arn } = await world.sim.control.createLaunchTemplate({
      ...place,
      imageIds: [imageId, ...versions],
    });
    const running = await world.sim.control.createInstance({ ...place, imageId });
    await world.sim.control.createInstance({ ...place, imageId, state: "terminated" });
    expect(await ec2.describeImageReferences([imageId])).toEqual([
      {
        imageId,
        resourceType: "ec2:Instance",
        arn: `arn:aws:ec2:${place.region}:${place.accountId}:instance/${running.instanceId}`,
      },
      { imageId, resourceType: "ec2:LaunchTemplate", arn },
    ]);
  });

  it("reads every page for ten images, and refuses an eleventh", async () => {
    const ids = await imageIds(11);
    for (let n = 0; n < 120; n += 1) {
      const imageId = ids[n % 10] ?? "";
      const name = `/golden/${n}`;
      await world.sim.control.createReferrer({ ...place, type: "ssm:Parameter", name, imageId });
    }
    const found = await ec2.describeImageReferences(ids.slice(0, 10));
    expect(new Set(found.map(({ arn }) => arn)).size).toBe(120);
    await expect(ec2.describeImageReferences(ids)).rejects.toThrow(/at most 10/);
  });

  it("a missing list of references is not taken for none", async () => {
    const ids = await imageIds(1);
    const elements = ["imageReferenceSet"];
    await world.sim.control.addFault({ effect: { kind: "omit", elements } });
    await expect(ec2.describeImageReferences(ids)).rejects.toMatchObject({
      awsCode: "UnreadableAnswer",
    });
  });

  it("a missing permission to read parameters prints all that the check needs", async () => {
    await world.sim.control.deny({ action: "ssm:DescribeParameters" });
    await expect(ec2.describeImageReferences(await imageIds(1))).rejects.toMatchObject({
      awsCode: "UnauthorizedOperation",
      message: expect.stringContaining("DescribeImageReferences"),
      suggestion: expect.stringMatching(/"ssm:DescribeParameters".*ec2-images\.amazonaws\.com/),
    });
  });
});

describe("describeLaunchPermissions", () => {
  it("names whom the image is shared with, in AWS's words", async () => {
    const [imageId = ""] = await imageIds(1);
    expect(await ec2.describeLaunchPermissions(imageId)).toEqual([]);
    const unit = "arn:aws:organizations::111122223333:ou/o-1/ou-1";
    await world.sim.control.shareImage({
      imageId,
      userIds: ["111122223333"],
      organizationalUnitArns: [unit],
      isPublic: true,
    });
    expect(await ec2.describeLaunchPermissions(imageId)).toEqual(["all", "111122223333", unit]);
    expect(await ec2.findImages({ imageIds: [imageId] })).toMatchObject([{ isPublic: true }]);
  });
});

describe("launchConfigurations", () => {
  const list = () =>
    world.aws.launchConfigurationsWith(world.given, {
      region: WORLD_REGION,
      accountId: world.account.accountId,
    });

  it("are all of the region, a hundred a call, each call with a token of its own bucket", async () => {
    const [imageId = ""] = await imageIds(1);
    for (let n = 0; n < 130; n += 1) {
      await world.sim.control.createLaunchConfiguration({ ...place, name: `config ${n}`, imageId });
    }
    const found = await list();
    expect(found).toHaveLength(130);
    expect(found[0]).toEqual({ name: "config 0", imageId });
    const { items } = await world.sim.control.calls({ service: "autoscaling" });
    expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "DescribeLaunchConfigurations ok",
      "DescribeLaunchConfigurations ok",
    ]);
  });

  it("a refusal names Auto Scaling's permission", async () => {
    await world.sim.control.deny({ action: "autoscaling:DescribeLaunchConfigurations" });
    await expect(list()).rejects.toMatchObject({
      outcome: "refused",
      message: "The credential may not do autoscaling:DescribeLaunchConfigurations.",
      suggestion: expect.stringContaining('"Action":"autoscaling:DescribeLaunchConfigurations"'),
    });
  });
});
