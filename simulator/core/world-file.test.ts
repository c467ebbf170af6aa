import { CreateImageCommand, DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, it } from "vitest";
import { startFixture } from "../fixture";

it("moves a whole world into another simulator: keys, images, time, faults and chance", async () => {
  const [from, to] = [await startFixture({ seed: "a" }), await startFixture({ seed: "b" })];
  try {
    const instanceId = await from.addInstance({ tags: { __proto__x: "y", ключ: "значение" } });
    const make = (aws: typeof from, Name: string) =>
      aws
        .clients({ keys: from.keys })
        .ec2.send(new CreateImageCommand({ InstanceId: instanceId, Name }));
    const { ImageId } = await make(from, "moved");
    await from.control.deleteImage({ imageId: ImageId ?? "" });
    await make(from, "pending");
    await from.control.addFault({
      scope: { action: "DescribeVolumes" },
      effect: { kind: "throttle" },
    });
    await from.control.advance({ ms: 1000 });
    const { world } = await from.control.export();
    await to.control.import({ world });
    expect((await to.control.images()).items).toEqual((await from.control.images()).items);
    expect(await to.control.listInstances()).toEqual(await from.control.listInstances());
    expect(await to.control.listFaults()).toEqual(await from.control.listFaults());
    expect((await to.control.callCounts()).length).toBeGreaterThan(0);
    const moved = to.clients({ keys: from.keys });
    await expect(moved.sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: from.accountId,
    });
    await expect(make(to, "pending")).rejects.toMatchObject({ name: "InvalidAMIName.Duplicate" });
    await to.control.advance({ ms: 60_000 });
    const { Images } = await moved.ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
    expect(Images).toMatchObject([{ Name: "pending", State: "available" }]);
    expect((await make(to, "next")).ImageId).toBe((await make(from, "next")).ImageId);
  } finally {
    await from.close();
    await to.close();
  }
});

it("refuses what is not a world", async () => {
  const aws = await startFixture();
  await expect(aws.control.import({ world: { version: 9 } })).rejects.toThrow("not a world");
  expect((await aws.control.health()).ok).toBe(true);
  await aws.close();
});
