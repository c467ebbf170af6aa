import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ec2Image } from "../aws/ec2/ec2";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { systemContext } from "../testing/contexts";
import { gatherEvidence } from "./evidence";
import { gapsIn, missingChecks, releasesItself, type ImageEvidence } from "./evidence-checks.pure";

let world: BackupWorld;
let place: WorldInstance;

beforeEach(async () => {
  world = await createBackupWorld({});
  const [first] = world.fleet;
  if (!first) throw new Error("The world has an instance.");
  place = first;
});
afterEach(async () => {
  await world.runtime.close();
  await world.sim.close();
});

const here = () => ({ accountId: place.accountId, region: place.region });

async function images(count: number): Promise<Ec2Image[]> {
  const { images: seeded } = await world.sim.control.seedHistory({
    ...here(),
    instanceId: place.instanceId,
    ownerId: "amivault-test",
    images: Array.from({ length: count }, (_, n) => ({
      name: `backup ${n}`,
      createdAt: world.runtime.clock.now() - 86_400_000,
    })),
  });
  return described(seeded.map(({ imageId }) => imageId));
}

async function described(imageIds: string[]): Promise<Ec2Image[]> {
  const { credentialId, region } = place;
  const ec2 = await world.runtime.aws.ec2({ credentialId, region, purpose: "read" });
  return ec2.findImages({ imageIds });
}

const gather = (of: Ec2Image[]) =>
  gatherEvidence(systemContext(world.runtime), {
    accountRef: place.accountRef,
    region: place.region,
    credentialId: place.credentialId,
    images: of,
  });

async function gatherOne(image: Ec2Image | undefined): Promise<ImageEvidence> {
  if (!image) throw new Error("There is an image.");
  const found = (await gather([image])).get(image.imageId);
  if (!found) throw new Error("It was gathered.");
  return found;
}

async function callsOf(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const { lastSeq } = await world.sim.control.calls({});
  await act();
  const counts: Record<string, number> = {};
  const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
  for (const { action } of items) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

const ALL_CHECKED = [
  "instances launched from it",
  "launch templates, 10,000 versions deep",
  "SSM parameters",
  "Image Builder recipes",
  "child images",
  "launch configurations",
  "launch permissions",
  "deregistration protection",
];

describe("gatherEvidence", () => {
  it("finds nothing where nothing refers to an image, and says what it looked for", async () => {
    const [image] = await images(1);
    const found = await gatherOne(image);
    expect(found).toEqual({ evidence: [], checked: ALL_CHECKED });
    expect(releasesItself(found)).toBe(true);
  });

  it("finds each kind of reference, for the image it is about", async () => {
    const [image, other] = await images(2);
    const imageId = image?.imageId ?? "";
    const { control } = world.sim;
    const launched = await control.createInstance({ ...here(), imageId });
    await control.createInstance({ ...here(), imageId, state: "terminated" });
    const older = Array.from({ length: 500 }, () => "ami-00000000");
    const template = await control.createLaunchTemplate({
      ...here(),
      imageIds: [imageId, ...older],
    });
    await control.createLaunchConfiguration({ ...here(), name: "fleet", imageId });
    for (const [type, name] of [
      ["ssm:Parameter", "/golden/base"],
      ["imagebuilder:ImageRecipe", "base"],
      ["imagebuilder:ContainerRecipe", "runner"],
    ] as const) {
      await control.createReferrer({ ...here(), type, name, imageId });
    }
    await control.shareImage({ imageId, userIds: ["111122223333"], isPublic: true });
    await control.protectImage({ imageId, protection: "enabled-with-cooldown" });
    const { images: children } = await control.seedHistory({
      ...here(),
      instanceId: launched.instanceId,
      images: [{ name: "child", createdAt: world.runtime.clock.now() }],
    });
    const [again, untouched] = await described([imageId, other?.imageId ?? ""]);
    const { evidence, checked } = await gatherOne(again);
    expect(evidence.map(({ kind, id }) => [kind, id])).toEqual([
      ["instance", launched.instanceId],
      ["launch_template", template.launchTemplateId],
      ["ssm_parameter", "golden/base"],
      ["image_recipe", "base/1.0.0"],
      ["container_recipe", "runner/1.0.0"],
      ["child_image", children[0]?.imageId],
      ["launch_configuration", "fleet"],
      ["launch_permission", "everyone"],
      ["launch_permission", "111122223333"],
      ["deregistration_protection", "enabled-with-cooldown"],
    ]);
    expect(checked).toEqual(ALL_CHECKED);
    expect((await gatherOne(untouched)).evidence).toEqual([]);
  });

  it("costs at most 1.15 calls an image at 80 images, as many as a full bucket holds", async () => {
    const all = await images(80);
    const counts = await callsOf(() => gather(all));
    expect(counts).toEqual({
      DescribeImageReferences: 8,
      DescribeImages: 1,
      DescribeLaunchConfigurations: 1,
      DescribeImageAttribute: 80,
    });
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect(total / all.length).toBeLessThanOrEqual(1.15);
  });
});

describe("a check that could not be made", () => {
  it.each([
    ["ec2:DescribeImageReferences", 4, 4],
    ["ssm:GetParameters", 4, 4],
    ["ec2:DescribeLaunchTemplateVersions", 4, 4],
    ["autoscaling:DescribeLaunchConfigurations", 1, 0],
    ["ec2:DescribeImageAttribute", 1, 0],
  ])(
    "%s denied is not silence: it says so, with the statement to add",
    async (action, gaps, missing) => {
      const [image] = await images(1);
      await world.sim.control.deny({ action });
      const found = await gatherOne(image);
      expect(gapsIn(found.checked)).toHaveLength(gaps);
      for (const gap of gapsIn(found.checked)) {
        expect(gap).toMatch(/^not checked: .+\. The credential may not do /);
        expect(gap).toContain(action);
        expect(gap).toContain('"Effect":"Allow"');
      }
      expect(missingChecks(found.checked)).toHaveLength(missing);
      expect(releasesItself(found)).toBe(missing === 0);
    },
  );

  it("denied once, is not asked for every image", async () => {
    const all = await images(45);
    await world.sim.control.deny({ action: "ec2:DescribeImageReferences" });
    await world.sim.control.deny({ action: "ec2:DescribeImageAttribute" });
    const counts = await callsOf(() => gather(all));
    expect(counts["DescribeImageReferences"]).toBe(1);
    expect(counts["DescribeImageAttribute"]).toBeLessThanOrEqual(10);
  });

  it("a region without the service, or an older endpoint, is a gap as well", async () => {
    const [image] = await images(1);
    await world.sim.control.addFault({
      scope: { action: "DescribeImageReferences" },
      effect: { kind: "error", code: "InvalidAction" },
    });
    const found = await gatherOne(image);
    expect(gapsIn(found.checked)).toHaveLength(4);
    expect(releasesItself(found)).toBe(false);
  });

  it("an image that is public says so although its permissions may not be read", async () => {
    const [image] = await images(1);
    const imageId = image?.imageId ?? "";
    await world.sim.control.shareImage({ imageId, isPublic: true });
    await world.sim.control.deny({ action: "ec2:DescribeImageAttribute" });
    const [again] = await described([imageId]);
    expect((await gatherOne(again)).evidence).toEqual([
      { kind: "launch_permission", id: "everyone" },
    ]);
  });
});

describe("a failure that passes", () => {
  it("before anything was found is thrown: it is no reason not to look", async () => {
    const all = await images(1);
    await world.sim.control.addFault({
      scope: { action: "DescribeImageReferences" },
      effect: { kind: "html", httpStatus: 502 },
    });
    await expect(gather(all)).rejects.toMatchObject({ outcome: "unknown" });
  });

  it("leaves what was found, and what is missing is asked for again", async () => {
    const all = await images(30);
    await world.sim.control.addFault({
      scope: { action: "DescribeImageReferences" },
      skip: 2,
      times: 3,
      effect: { kind: "html", httpStatus: 502 },
    });
    const first = await gather(all);
    expect(first.size).toBe(20);
    const rest = await gather(all.filter(({ imageId }) => !first.has(imageId)));
    expect(rest.size).toBe(10);
    expect([...first.values(), ...rest.values()].every(releasesItself)).toBe(true);
  });
});
