import {
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeRegionsCommand,
  DescribeVolumesCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { controlVerbs, READING } from "./verbs";

let aws: Fixture;
beforeAll(async () => {
  aws = await startFixture();
});
afterAll(() => aws.close());

describe("the control API", () => {
  it("says what is wrong with a request", async () => {
    const post = (verb: string, body: string) =>
      fetch(`${aws.url}/_control/${verb}`, { method: "POST", body });
    expect((await post("nonsense", "{}")).status).toBe(404);
    expect((await post("constructor", "{}")).status).toBe(404);
    expect((await post("advance", "{")).status).toBe(400);
    expect((await post("advance", "[]")).status).toBe(400);
    expect((await post("advance", '{"ms":"soon"}')).status).toBe(400);
    expect((await post("deleteImage", '{"imageId":"ami-0"}')).status).toBe(404);
    expect((await fetch(`${aws.url}/_control/reset`)).status).toBe(405);
  });

  it("answers GET for the verbs that only read", async () => {
    for (const verb of READING) {
      const response = await fetch(`${aws.url}/_control/${verb}?timeoutMs=1`);
      expect([verb, response.status]).toEqual([verb, 200]);
    }
    expect(Object.keys(controlVerbs).length).toBeGreaterThan(READING.size);
  });

  it("waits for a call that has not come yet, and no longer than told", async () => {
    const { lastSeq } = await aws.control.calls();
    const waiting = aws.control.waitForCalls({ action: "DescribeRegions", afterSeq: lastSeq });
    await aws.ec2.send(new DescribeRegionsCommand({}));
    expect(await waiting).toMatchObject({
      timedOut: false,
      items: [
        {
          action: "DescribeRegions",
          outcome: "ok",
          agent: expect.stringContaining("aws-sdk-js") as string,
        },
      ],
    });
    expect(await aws.control.waitForCalls({ action: "Never", timeoutMs: 10 })).toMatchObject({
      timedOut: true,
      items: [],
    });
  });

  it("counts calls by account, region, action and outcome", async () => {
    await aws.control.clearCalls();
    await aws.ec2.send(new DescribeImagesCommand({}));
    await aws.ec2
      .send(new DescribeImagesCommand({ ImageIds: ["ami-00000000"] }))
      .catch(() => undefined);
    const place = { accountId: aws.accountId, region: aws.region, action: "DescribeImages" };
    expect(await aws.control.callCounts({ action: "DescribeImages" })).toEqual([
      { ...place, outcome: "ok", count: 1 },
      { ...place, outcome: "InvalidAMIID.NotFound", count: 1 },
    ]);
  });

  it("seeds a month of backups that are as available as any", async () => {
    const instanceId = await aws.addInstance({
      volumes: [{ sizeGib: 8 }, { sizeGib: 20, encrypted: true }],
    });
    const createdAt = aws.simulator.world.now() - 30 * 86_400_000;
    await aws.control.seedHistory({
      accountId: aws.accountId,
      region: aws.region,
      instanceId,
      ownerId: "installation-1",
      images: [
        {
          name: "a-month-ago",
          createdAt,
          tags: { "amivault:backup": "k1", Name: "web" },
          snapshotBytes: [1_000_000, 2_000_000],
        },
      ],
    });
    const Filters = [{ Name: "tag:amivault:owner", Values: ["installation-1"] }];
    const { Images } = await aws.ec2.send(new DescribeImagesCommand({ Owners: ["self"], Filters }));
    expect(Images).toMatchObject([
      { Name: "a-month-ago", State: "available", CreationDate: new Date(createdAt).toISOString() },
    ]);
    const { items } = await aws.control.snapshots({ tag: { key: "amivault:backup", value: "k1" } });
    expect(items.map((s) => [s.state, s.fullSizeBytes, s.encrypted])).toEqual([
      ["completed", 1_000_000, false],
      ["completed", 2_000_000, true],
    ]);
  });

  it("does what a person does: deletes, restores, fails, finishes, retags", async () => {
    const instanceId = await aws.addInstance();
    const create = async (Name: string) =>
      (await aws.ec2.send(new CreateImageCommand({ InstanceId: instanceId, Name }))).ImageId ?? "";
    const state = async (imageId: string) =>
      (await aws.control.images({ imageId })).items[0]?.state;
    const imageId = await create("by-hand");
    await aws.control.finishImages({ imageId });
    expect(await state(imageId)).toBe("available");
    const gone = await aws.control.deleteImage({ imageId, by: "somebody" });
    expect(gone.removed).toMatchObject({ outOfBand: true, by: "somebody" });
    await aws.control.restoreImage({ imageId });
    expect(await state(imageId)).toBe("available");
    await aws.control.retag({
      resourceId: imageId,
      tags: { "amivault:owner": "another", Name: null },
    });
    const Filters = [{ Name: "tag:amivault:owner", Values: ["another"] }];
    expect((await aws.ec2.send(new DescribeImagesCommand({ Filters }))).Images).toHaveLength(1);
    const failing = await create("to-fail");
    await aws.control.failImage({ imageId: failing, state: "error" });
    expect(await state(failing)).toBe("error");
    expect((await aws.control.images({ live: false })).items.map((i) => i.imageId)).toEqual([
      failing,
    ]);
  });

  it("takes the volumes of a terminated instance away", async () => {
    const volumes = [{ sizeGib: 8 }, { sizeGib: 9, deleteOnTermination: false }];
    const instanceId = await aws.addInstance({ volumes });
    const ended = await aws.control.updateInstance({ instanceId, state: "terminated" });
    expect(ended.volumes).toEqual([]);
    const Filters = [{ Name: "status", Values: ["available"] }];
    const { Volumes } = await aws.ec2.send(new DescribeVolumesCommand({ Filters }));
    expect(Volumes?.map((volume) => volume.Size)).toEqual([9]);
  });

  it("denies an action by its bare name as well", async () => {
    const { id } = await aws.control.deny({ action: "describeregions" });
    const ask = () => aws.ec2.send(new DescribeRegionsCommand({}));
    await expect(ask()).rejects.toMatchObject({ name: "UnauthorizedOperation" });
    await aws.control.allow({ id });
    await expect(ask()).resolves.toBeDefined();
  });

  it("starts over", async () => {
    await aws.control.reset({ world: "sample" });
    const summary = await aws.control.summary();
    expect([summary.accounts, summary.instances]).toEqual([3, 60]);
    await aws.control.reset({ world: "empty" });
    expect((await aws.control.summary()).accounts).toBe(0);
  });
});
