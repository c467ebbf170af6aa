import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewFault } from "#simulator/core/fault-rules";
import { startBackup } from "../../backups/start-backup";
import { gatherEvidence } from "../../removal/evidence";
import type { WorldInstance } from "../backup-world";
import { createRemovalWorld, type RemovalWorld } from "../removal-world";
import { createNaiveClient } from "./naive-client";

let world: RemovalWorld;
let place: WorldInstance;
let naive: ReturnType<typeof createNaiveClient>;

beforeEach(async () => {
  world = await createRemovalWorld({ instances: 2 });
  const [first] = world.fleet;
  const [key] = (await world.sim.control.listAccounts()).flatMap(({ keys }) => keys);
  if (!first || !key) throw new Error("The world has an instance and a key.");
  place = first;
  naive = createNaiveClient({ endpoint: world.sim.url, region: place.region, credentials: key });
});
afterEach(async () => {
  naive.close();
  await world.close();
});

const naiveBackUp = () =>
  naive.backUp({ instanceId: place.instanceId, name: "web", now: world.runtime.clock.now() });

async function ourBackUp(totalMs = 3_600_000, stepMs = 15_000): Promise<string> {
  const { id } = await startBackup(world.operator, { instanceId: place.id });
  const ended = new Set(["available", "failed", "missed"]);
  const until = async () => ended.has((await world.backup(id)).status);
  await world.live(totalMs, { stepMs, until });
  return id;
}

const fault = (effect: NewFault["effect"], more: Partial<NewFault> = {}) =>
  world.sim.control.addFault({ scope: { action: "CreateImage" }, effect, ...more });

const ourReader = () =>
  world.runtime.aws.ec2({
    credentialId: place.credentialId,
    region: place.region,
    purpose: "read",
  });

async function newImages(before: readonly string[]): Promise<string[]> {
  return (await world.liveImageIds()).filter((imageId) => !before.includes(imageId));
}

describe("making a backup", () => {
  it("[original 1] CreateImage returning is no success: the image may fail later", async () => {
    await fault({ kind: "lateFailure", afterMs: 1_000 });
    expect((await naiveBackUp()).status).toBe("Success");
    await world.advance(60_000);
    const id = await ourBackUp();
    expect((await world.backup(id)).status).toBe("failed");
  });

  it("[original 8] two backups within a minute have two names", async () => {
    expect((await naiveBackUp()).status).toBe("Success");
    expect((await naiveBackUp()).status).toBe("Failed");
    for (const id of [await ourBackUp(), await ourBackUp()]) {
      expect((await world.backup(id)).status).toBe("available");
    }
  });

  it("[original 19] a lost answer leaves an image that somebody owns", async () => {
    const before = await world.liveImageIds();
    await fault({ kind: "loseReply" }, { times: 1 });
    expect((await naiveBackUp()).status).toBe("Failed");
    const orphans = await newImages(before);
    expect(orphans).toHaveLength(1);
    await fault({ kind: "loseReply" }, { times: 1 });
    const id = await ourBackUp();
    const backup = await world.backup(id);
    expect(backup.status).toBe("available");
    expect(await newImages([...before, ...orphans])).toEqual([backup.imageId]);
  });

  it.each([
    ["[original 19] throttles mean later", { kind: "throttle" } as const],
    [
      "[aws snapshot limits] too many snapshots of a volume mean later",
      { kind: "error", code: "ConcurrentSnapshotLimitExceeded" } as const,
    ],
  ])("%s", async (_name, effect) => {
    await fault(effect, { times: 2 });
    expect((await naiveBackUp()).status).toBe("Failed");
    const id = await ourBackUp();
    expect((await world.backup(id)).status).toBe("available");
  });

  it("[aws CreateImage] an instance is not rebooted unless somebody said so", async () => {
    await naiveBackUp();
    expect(await world.sim.control.reboots()).toHaveLength(1);
    await ourBackUp();
    expect(await world.sim.control.reboots()).toHaveLength(1);
  });

  it("[aws waiter] an image that takes twenty minutes is not given up after ten minutes", async () => {
    await world.sim.control.configure({ pace: { baseMs: 1_200_000, perGibMs: 0, jitter: 0 } });
    const { imageId } = await naiveBackUp();
    const waited = await naive.wait(imageId ?? "", () => world.advance(15_000));
    expect(waited.status).toBe("Failed");
    const id = await ourBackUp(1_800_000, 60_000);
    expect((await world.backup(id)).status).toBe("available");
  });

  it("[aws eventual consistency] an image that is not visible yet has not failed", async () => {
    await fault({ kind: "visibilityLag", ms: 120_000 });
    const { imageId } = await naiveBackUp();
    const waited = await naive.wait(imageId ?? "", () => world.advance(15_000));
    expect(waited.status).toBe("Failed");
    const id = await ourBackUp();
    expect((await world.backup(id)).status).toBe("available");
  });
});

describe("seeing what is there", () => {
  it("[original 9] [aws paging] a list has more pages than one", async () => {
    const createdAt = world.runtime.clock.now();
    const { accountId, region, instanceId } = place;
    const images = Array.from({ length: 1_020 }, (_, n) => ({ name: `image ${n}`, createdAt }));
    await world.sim.control.seedHistory({ accountId, region, instanceId, images });
    const truth = (await world.sim.control.images({ live: true })).items.length;
    expect((await naive.list()).length).toBeLessThan(truth);
    const ec2 = await ourReader();
    const first = await ec2.pageImages({ ownerTag: null });
    const nextToken = first.nextToken ?? "";
    const second = await ec2.pageImages({ ownerTag: null, nextToken });
    expect(first.images.length + second.images.length).toBe(truth);
  });

  it("[aws unknown ids] one image that is gone hides none of the others", async () => {
    const known = world.at(-1).imageId;
    const asked = [known, "ami-0123456789abcdef0"];
    expect(await naive.existing(asked)).toEqual([]);
    const { images } = await (await ourReader()).proveImages(asked);
    expect(images.map(({ imageId }) => imageId)).toEqual([known]);
  });

  it("[aws disabled images] a disabled image is not gone", async () => {
    const { imageId } = world.at(-1);
    await world.sim.control.setImageDisabled({ imageId, disabled: true });
    expect(await naive.list()).not.toContain(imageId);
    const { images } = await (await ourReader()).proveImages([imageId]);
    expect(images.map(({ state }) => state)).toEqual(["disabled"]);
  });
});

describe("removing", () => {
  it("[original 3] [original 20] [aws protection] a record stays while AWS refuses", async () => {
    const { imageId } = world.at(0);
    await world.sim.control.protectImage({ imageId });
    expect(await naive.remove(imageId)).toBe("deleted");
    expect(await world.liveImageIds()).toContain(imageId);
    await world.start();
    await world.removeFor(60_000);
    expect((await world.victim()).status).toBe("available");
    expect(await world.liveImageIds()).toContain(imageId);
  });

  it("[aws DeleteSnapshotResults] a snapshot that AWS left is not forgotten", async () => {
    await world.sim.control.deny({ action: "ec2:DeleteSnapshot" });
    expect(await naive.remove(world.at(1).imageId)).toBe("deleted");
    expect(await world.liveSnapshotIds()).toEqual(expect.arrayContaining(world.at(1).snapshotIds));
    await world.start();
    await world.remove();
    const left = await world.snapshotsOf(world.at(0).id);
    expect(left.every(({ deletedAt }) => deletedAt === null)).toBe(true);
    await world.sim.control.allow({});
    await world.removeFor(60 * 60_000, 5 * 60_000);
    expect(await world.whatIsGone()).toMatchObject({
      snapshots: expect.arrayContaining(world.at(0).snapshotIds),
    });
  });

  it("[original 13] two instances with one Name do not expire each other's", async () => {
    for (const { imageId } of world.old) {
      await world.sim.control.retag({ resourceId: imageId, tags: { Name: "web" } });
    }
    await world.start();
    await world.remove();
    expect((await world.whatIsGone()).images).toEqual([world.at(0).imageId]);
    const expired = await naive.expire("web", 4);
    const other = world.fleet[1]?.instanceId ?? "";
    const { items } = await world.sim.control.images({ instanceId: other, live: false });
    expect(expired.length).toBeGreaterThan(0);
    expect(items.length).toBeGreaterThan(0);
  });

  it.each([
    [
      "[aws references] the eleventh version of a launch template",
      async (imageId: string) => {
        const newer = Array.from({ length: 10 }, () => "ami-00000000");
        await world.sim.control.createLaunchTemplate({ ...at(), imageIds: [imageId, ...newer] });
      },
      "launch_template",
    ],
    [
      "[aws references] a launch configuration",
      async (imageId: string) => {
        await world.sim.control.createLaunchConfiguration({ ...at(), name: "fleet", imageId });
      },
      "launch_configuration",
    ],
    [
      "[aws references] another account that it is shared with",
      async (imageId: string) => {
        await world.sim.control.shareImage({ imageId, userIds: ["111122223333"] });
      },
      "launch_permission",
    ],
  ])("%s is seen before", async (_name, plant, kind) => {
    const { imageId } = world.at(0);
    await plant(imageId);
    expect(await naive.isReferenced(imageId)).toBe(false);
    const { images } = await (await ourReader()).proveImages([imageId]);
    const { accountRef, region, credentialId } = place;
    const found = await gatherEvidence(world.system, { accountRef, region, credentialId, images });
    expect(found.get(imageId)?.evidence.map((one) => one.kind)).toEqual([kind]);
  });
});

const at = () => ({ accountId: place.accountId, region: place.region });
