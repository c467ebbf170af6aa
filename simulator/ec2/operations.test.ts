import {
  CreateImageCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImageReferencesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeSnapshotsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeregistrationProtectionCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { ec2Operations } from "./operations";

let aws: Fixture;
let ids: { instanceId: string; imageId: string; snapshotId: string };

beforeAll(async () => {
  aws = await startFixture();
  const instanceId = await aws.addInstance();
  const place = { accountId: aws.accountId, region: aws.region, instanceId };
  const { images } = await aws.control.seedHistory({
    ...place,
    images: [
      { name: "kept", createdAt: 0 },
      { name: "gone", createdAt: 0 },
    ],
  });
  await aws.control.deleteImage({ imageId: images[1]?.imageId ?? "" });
  ids = {
    instanceId,
    imageId: images[0]?.imageId ?? "",
    snapshotId: images[1]?.snapshotIds[0] ?? "",
  };
});
afterAll(() => aws.close());

const CALLS: Record<string, (dryRun: boolean) => Promise<unknown>> = {
  CreateImage: (DryRun) =>
    aws.ec2.send(new CreateImageCommand({ InstanceId: ids.instanceId, Name: "new", DryRun })),
  CreateTags: (DryRun) =>
    aws.ec2.send(
      new CreateTagsCommand({ Resources: [ids.imageId], Tags: [{ Key: "k", Value: "v" }], DryRun }),
    ),
  DeleteSnapshot: (DryRun) =>
    aws.ec2.send(new DeleteSnapshotCommand({ SnapshotId: ids.snapshotId, DryRun })),
  DeleteTags: (DryRun) =>
    aws.ec2.send(new DeleteTagsCommand({ Resources: [ids.instanceId], DryRun })),
  DeregisterImage: (DryRun) =>
    aws.ec2.send(new DeregisterImageCommand({ ImageId: ids.imageId, DryRun })),
  DescribeImageAttribute: (DryRun) =>
    aws.ec2.send(
      new DescribeImageAttributeCommand({ ImageId: ids.imageId, Attribute: "description", DryRun }),
    ),
  DescribeImageReferences: (DryRun) =>
    aws.ec2.send(
      new DescribeImageReferencesCommand({
        ImageIds: [ids.imageId],
        IncludeAllResourceTypes: true,
        DryRun,
      }),
    ),
  DescribeImages: (DryRun) => aws.ec2.send(new DescribeImagesCommand({ DryRun })),
  DescribeInstances: (DryRun) => aws.ec2.send(new DescribeInstancesCommand({ DryRun })),
  DescribeRegions: (DryRun) => aws.ec2.send(new DescribeRegionsCommand({ DryRun })),
  DescribeSnapshots: (DryRun) => aws.ec2.send(new DescribeSnapshotsCommand({ DryRun })),
  DescribeTags: (DryRun) => aws.ec2.send(new DescribeTagsCommand({ DryRun })),
  DescribeVolumes: (DryRun) => aws.ec2.send(new DescribeVolumesCommand({ DryRun })),
  DisableImageDeregistrationProtection: (DryRun) =>
    aws.ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId: ids.imageId, DryRun })),
  EnableImageDeregistrationProtection: (DryRun) =>
    aws.ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId: ids.imageId, DryRun })),
};

/** The world without what time and the call log change. */
const truth = async () => ({
  images: (await aws.control.images()).items,
  snapshots: (await aws.control.snapshots()).items,
  instances: await aws.control.listInstances(),
});

describe("every EC2 action", () => {
  it("is covered here", () => {
    expect(Object.keys(CALLS).toSorted()).toEqual(Object.keys(ec2Operations).toSorted());
  });

  it.each(Object.keys(CALLS))(
    "%s can be tried dry: allowed, denied, and without effect",
    async (action) => {
      const before = await truth();
      await expect(CALLS[action]?.(true)).rejects.toMatchObject({
        name: "DryRunOperation",
        $metadata: { httpStatusCode: 412 },
      });
      const { id } = await aws.control.deny({ accountId: aws.accountId, action: `ec2:${action}` });
      await expect(CALLS[action]?.(true)).rejects.toMatchObject({ name: "UnauthorizedOperation" });
      await expect(CALLS[action]?.(false)).rejects.toMatchObject({ name: "UnauthorizedOperation" });
      await aws.control.allow({ id });
      expect(await truth()).toEqual(before);
    },
  );

  it("that is not here answers InvalidAction", async () => {
    await expect(aws.ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      name: "InvalidAction",
    });
  });

  it("denies by service control policy in its own words, in one region only", async () => {
    const { id } = await aws.control.deny({ region: aws.region, action: "ec2:*", by: "scp" });
    await expect(CALLS["DescribeTags"]?.(false)).rejects.toThrow(
      "with an explicit deny in a service control policy",
    );
    const elsewhere = aws.clients({ region: "us-east-1" });
    await expect(elsewhere.ec2.send(new DescribeTagsCommand({}))).resolves.toBeDefined();
    await aws.control.allow({ id });
  });
});
