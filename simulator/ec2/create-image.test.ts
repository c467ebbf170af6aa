import {
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  type CreateImageCommandInput,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let instanceId: string;

beforeEach(async () => {
  aws = await startFixture();
  instanceId = await aws.addInstance({
    volumes: [{ sizeGib: 8 }, { sizeGib: 200, type: "st1", encrypted: true }],
  });
});
afterEach(() => aws.close());

const create = (more: Partial<CreateImageCommandInput> = {}) =>
  aws.ec2.send(
    new CreateImageCommand({ InstanceId: instanceId, Name: "backup-1", NoReboot: true, ...more }),
  );
const describeImage = async (id: string | undefined) =>
  (await aws.ec2.send(new DescribeImagesCommand({ ImageIds: [id ?? ""] }))).Images?.[0];

describe("CreateImage", () => {
  it("makes an image and a snapshot of each volume, with the tags of the same call", async () => {
    const { ImageId } = await create({
      Description: "nightly",
      TagSpecifications: [
        {
          ResourceType: "image",
          Tags: [
            { Key: "amivault:owner", Value: "us" },
            { Key: "Name", Value: "<b>&\"'" },
          ],
        },
        { ResourceType: "snapshot", Tags: [{ Key: "amivault:owner", Value: "us" }] },
      ],
    });
    const image = await describeImage(ImageId);
    expect(image).toMatchObject({
      State: "pending",
      Name: "backup-1",
      Description: "nightly",
      SourceInstanceId: instanceId,
      OwnerId: aws.accountId,
      RootDeviceName: "/dev/xvda",
      Architecture: "x86_64",
      CreationDate: new Date(aws.simulator.world.now()).toISOString(),
      Tags: [
        { Key: "amivault:owner", Value: "us" },
        { Key: "Name", Value: "<b>&\"'" },
      ],
    });
    const ids = image?.BlockDeviceMappings?.map((m) => m.Ebs?.SnapshotId ?? "") ?? [];
    const { Snapshots } = await aws.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: ids }));
    expect(Snapshots?.map((s) => [s.VolumeSize, s.Encrypted, s.State, s.Tags])).toEqual([
      [8, false, "pending", [{ Key: "amivault:owner", Value: "us" }]],
      [200, true, "pending", [{ Key: "amivault:owner", Value: "us" }]],
    ]);
    expect(Snapshots?.[0]?.Description).toBe(
      `Created by CreateImage(${instanceId}) for ${ImageId}`,
    );
  });

  it("becomes available when its largest snapshot is complete, with progress on the way", async () => {
    await aws.control.configure({ pace: { baseMs: 1000, perGibMs: 100, jitter: 0 } });
    const { ImageId } = await create();
    await aws.control.advance({ ms: 11_000 });
    const { Snapshots } = await aws.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ["self"] }));
    expect(Snapshots?.map((s) => [s.State, s.Progress])).toEqual([
      ["completed", "100%"],
      ["pending", "52%"],
    ]);
    expect((await describeImage(ImageId))?.State).toBe("pending");
    await aws.control.advance({ ms: 10_000 });
    expect((await describeImage(ImageId))?.State).toBe("available");
  });

  it("notes the reboot unless told not to", async () => {
    await create({ Name: "with-reboot", NoReboot: undefined });
    await aws.control.advance({ ms: 60_000 });
    await create({ Name: "without" });
    expect(await aws.control.reboots()).toMatchObject([{ instanceId, region: "eu-west-1" }]);
  });

  it("leaves out the devices it is told to", async () => {
    const { ImageId } = await create({
      BlockDeviceMappings: [{ DeviceName: "/dev/sdf", NoDevice: "" }],
    });
    expect((await describeImage(ImageId))?.BlockDeviceMappings).toHaveLength(1);
  });

  it("names the image that has the name", async () => {
    const { ImageId } = await create();
    await expect(create()).rejects.toMatchObject({
      name: "InvalidAMIName.Duplicate",
      message: `AMI name backup-1 is already in use by AMI ${ImageId}`,
    });
  });

  it("gives a name free again when its image is deregistered", async () => {
    const { ImageId } = await create();
    await aws.control.deleteImage({ imageId: ImageId ?? "" });
    await aws.control.advance({ ms: 60_000 });
    await expect(create()).resolves.toBeDefined();
  });

  it.each(["ab", "x".repeat(129), "naïve", "semi;colon", "a*b"])(
    "refuses the name %j",
    async (Name) => {
      await expect(create({ Name })).rejects.toMatchObject({ name: "InvalidAMIName.Malformed" });
    },
  );

  it.each([
    ["an id that is none", { InstanceId: "i-xyz" }, "InvalidInstanceID.Malformed"],
    ["an id that is unknown", { InstanceId: "i-00000000000000000" }, "InvalidInstanceID.NotFound"],
    ["a long description", { Description: "d".repeat(256) }, "InvalidParameterValue"],
    ["a missing instance", { InstanceId: undefined }, "MissingParameter"],
    [
      "a tag of AWS's own",
      {
        TagSpecifications: [
          { ResourceType: "image" as const, Tags: [{ Key: "aws:x", Value: "" }] },
        ],
      },
      "InvalidParameterValue",
    ],
    [
      "tags for another resource",
      { TagSpecifications: [{ ResourceType: "vpc" as const, Tags: [] }] },
      "InvalidParameterValue",
    ],
    [
      "51 tags",
      {
        TagSpecifications: [
          {
            ResourceType: "image" as const,
            Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: "" })),
          },
        ],
      },
      "TagLimitExceeded",
    ],
    [
      "a tag key of 129 characters",
      {
        TagSpecifications: [
          { ResourceType: "image" as const, Tags: [{ Key: "k".repeat(129), Value: "" }] },
        ],
      },
      "InvalidParameterValue",
    ],
  ])("refuses %s", async (_, more, name) => {
    await expect(create(more)).rejects.toMatchObject({ name });
    expect((await aws.control.summary()).images.pending).toBe(0);
  });

  it.each(["terminated", "pending", "shutting-down"] as const)(
    "refuses an instance that is %s",
    async (state) => {
      await aws.control.updateInstance({ instanceId, state });
      await expect(create()).rejects.toMatchObject({
        name: "InvalidParameterValue",
        message: expect.stringContaining("is not in state 'running'") as string,
      });
    },
  );

  it("lets one snapshot of an st1 volume be pending at a time", async () => {
    await create();
    await expect(create({ Name: "backup-2" })).rejects.toMatchObject({
      name: "ConcurrentSnapshotLimitExceeded",
    });
    await aws.control.advance({ ms: 60_000 });
    await expect(create({ Name: "backup-2" })).resolves.toBeDefined();
  });

  it("keeps two snapshots of a volume 15 seconds apart when that limit is on", async () => {
    await aws.control.configure({
      pace: { baseMs: 10, perGibMs: 0 },
      limits: { snapshotRatePerVolume: true },
    });
    await create();
    await aws.control.advance({ ms: 14_000 });
    await expect(create({ Name: "backup-2" })).rejects.toMatchObject({
      name: "SnapshotCreationPerVolumeRateExceeded",
    });
    await aws.control.advance({ ms: 1_000 });
    await expect(create({ Name: "backup-2" })).resolves.toBeDefined();
  });

  it("says what AWS says to who may not, and does nothing", async () => {
    await aws.control.deny({ accountId: aws.accountId, action: "ec2:Create*" });
    const encoded = expect.stringMatching(
      /not authorized to perform: ec2:CreateImage on resource: arn:aws:ec2:eu-west-1:.*Encoded authorization failure message: \S+$/,
    ) as string;
    await expect(create()).rejects.toMatchObject({
      name: "UnauthorizedOperation",
      message: encoded,
      $metadata: { httpStatusCode: 403 },
    });
    await aws.control.allow();
    await expect(create()).resolves.toBeDefined();
  });
});
