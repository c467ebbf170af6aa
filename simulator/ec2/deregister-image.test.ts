import {
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let imageId: string;
let snapshotIds: string[];

beforeEach(async () => {
  aws = await startFixture();
  const instanceId = await aws.addInstance({ volumes: [{ sizeGib: 8 }, { sizeGib: 16 }] });
  const { ImageId } = await aws.ec2.send(
    new CreateImageCommand({ InstanceId: instanceId, Name: "old", NoReboot: true }),
  );
  await aws.control.advance({ ms: 60_000 });
  imageId = ImageId ?? "";
  snapshotIds = (await aws.control.images({ imageId })).items[0]?.snapshotIds ?? [];
});
afterEach(() => aws.close());

const deregister = () =>
  aws.ec2.send(new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: true }));

describe("DeregisterImage", () => {
  it("deletes the snapshots and says so of each", async () => {
    const { DeleteSnapshotResults } = await deregister();
    expect(DeleteSnapshotResults).toEqual(
      snapshotIds.map((SnapshotId) => ({ SnapshotId, ReturnCode: "success" })),
    );
    expect((await aws.control.snapshots({ live: true })).items).toEqual([]);
    const truth = (await aws.control.images({ imageId })).items[0];
    expect(truth).toMatchObject({
      state: "deregistered",
      removed: {
        outOfBand: false,
        by: `arn:aws:iam::${aws.accountId}:user/admin`,
        replyLost: false,
      },
    });
  });

  it("leaves the snapshots when not asked to delete them", async () => {
    const { DeleteSnapshotResults } = await aws.ec2.send(
      new DeregisterImageCommand({ ImageId: imageId }),
    );
    expect(DeleteSnapshotResults).toBeUndefined();
    expect((await aws.control.summary()).snapshots).toEqual({ live: 2, deleted: 0, orphaned: 2 });
  });

  it("says missing-permissions where snapshots may not be deleted", async () => {
    await aws.control.deny({ action: "ec2:DeleteSnapshot" });
    const { DeleteSnapshotResults } = await deregister();
    expect(DeleteSnapshotResults?.map((r) => r.ReturnCode)).toEqual([
      "missing-permissions",
      "missing-permissions",
    ]);
    expect((await aws.control.snapshots({ live: true })).items).toHaveLength(2);
  });

  it("skips a snapshot that another image uses", async () => {
    const { world } = aws.simulator;
    const here = world.in({ accountId: aws.accountId, region: aws.region });
    const image = here.images.get(imageId);
    if (image === undefined) throw new Error("no image");
    here.images.add({ ...image, id: "ami-0123456789abcdef0", name: "other", seq: world.nextSeq() });
    const { DeleteSnapshotResults } = await deregister();
    expect(DeleteSnapshotResults?.map((r) => r.ReturnCode)).toEqual(["skipped", "skipped"]);
  });

  it("answers Unavailable the second time, and NotFound after an hour", async () => {
    await deregister();
    await expect(deregister()).rejects.toMatchObject({ name: "InvalidAMIID.Unavailable" });
    await aws.control.advance({ ms: 61 * 60_000 });
    await expect(deregister()).rejects.toMatchObject({ name: "InvalidAMIID.NotFound" });
  });

  it("can leave out the results asked for", async () => {
    await aws.control.addFault({
      scope: { action: "DeregisterImage" },
      effect: { kind: "omit", elements: ["deleteSnapshotResultSet"] },
    });
    expect((await deregister()).DeleteSnapshotResults).toBeUndefined();
    expect((await aws.control.snapshots({ live: true })).items).toEqual([]);
  });

  it("can fail to delete the snapshots", async () => {
    await aws.control.addFault({ effect: { kind: "snapshotReturnCode", code: "internal-error" } });
    const { DeleteSnapshotResults } = await deregister();
    expect(DeleteSnapshotResults?.map((r) => r.ReturnCode)).toEqual([
      "internal-error",
      "internal-error",
    ]);
    expect((await aws.control.snapshots({ live: true })).items).toHaveLength(2);
  });

  it("can show the image for a while longer", async () => {
    await aws.control.addFault({
      scope: { action: "DeregisterImage" },
      effect: { kind: "visibilityLag", ms: 30_000 },
    });
    await deregister();
    const shown = async () =>
      (await aws.ec2.send(new DescribeImagesCommand({ Owners: ["self"] }))).Images ?? [];
    expect(await shown()).toMatchObject([{ State: "available" }]);
    await expect(deregister()).rejects.toMatchObject({ name: "InvalidAMIID.Unavailable" });
    await aws.control.advance({ ms: 30_000 });
    expect(await shown()).toEqual([]);
  });
});

describe("DeleteSnapshot", () => {
  const remove = (SnapshotId: string) => aws.ec2.send(new DeleteSnapshotCommand({ SnapshotId }));

  it("refuses a snapshot in use, naming the image", async () => {
    const [snapshotId = ""] = snapshotIds;
    await expect(remove(snapshotId)).rejects.toMatchObject({
      name: "InvalidSnapshot.InUse",
      message: `The snapshot ${snapshotId} is currently in use by ${imageId}`,
    });
  });

  it("deletes one that nothing uses, once", async () => {
    const [snapshotId = ""] = snapshotIds;
    await aws.control.deleteImage({ imageId });
    await remove(snapshotId);
    await expect(remove(snapshotId)).rejects.toMatchObject({ name: "InvalidSnapshot.NotFound" });
    await expect(remove("snap-nonsense")).rejects.toMatchObject({
      name: "InvalidSnapshotID.Malformed",
    });
  });

  it("is seen by DescribeSnapshots: an unknown id fails a list of ids, not a filter", async () => {
    const [gone = "", left = ""] = snapshotIds;
    await aws.control.deleteImage({ imageId });
    await remove(gone);
    await expect(
      aws.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [gone, left] })),
    ).rejects.toMatchObject({ name: "InvalidSnapshot.NotFound" });
    const Filters = [{ Name: "snapshot-id", Values: [gone, left] }];
    const { Snapshots } = await aws.ec2.send(
      new DescribeSnapshotsCommand({ OwnerIds: ["self"], Filters }),
    );
    expect(Snapshots?.map((s) => s.SnapshotId)).toEqual([left]);
  });
});
