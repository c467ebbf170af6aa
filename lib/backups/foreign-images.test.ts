import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;
const MINUTE = 60_000;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(async () => {
  await world.close();
});

/** A backup whose first name is taken in AWS before anything was sent. */
async function startWithTakenName(tags: (key: string) => Record<string, string>): Promise<string> {
  const [instance] = world.fleet;
  if (!instance) throw new Error("no instance");
  const { id } = await startBackup(world.operator, { instanceId: instance.id });
  const { imageName, key } = await world.backup(id);
  await world.sim.control.seedHistory({
    ...instance,
    images: [
      {
        name: imageName ?? "",
        createdAt: world.runtime.clock.now() - 60 * MINUTE,
        tags: tags(key),
      },
    ],
  });
  return id;
}

async function ours() {
  const images = await world.liveImages();
  return images.filter(({ tags }) => tags["amivault:owner"] === "amivault-test");
}

describe("a name that is taken", () => {
  it("by another owner: another name at once, and the other image is never touched", async () => {
    const id = await startWithTakenName(() => ({ "amivault:owner": "another-vault" }));
    await world.live(3 * MINUTE);
    const backup = await world.backup(id);
    expect(backup).toMatchObject({ status: "available", attemptNumber: 2 });
    expect(await world.attempts(id)).toMatchObject([{ status: "foreign" }, { status: "accepted" }]);
    expect(await ours()).toMatchObject([{ imageId: backup.imageId }]);
    expect(await world.liveImages()).toHaveLength(2);
  });

  it("without our tags: foreign only after ten minutes, because tags lag", async () => {
    const id = await startWithTakenName(() => ({}));
    await world.live(9 * MINUTE, { stepMs: 15_000 });
    expect(await world.backup(id)).toMatchObject({ status: "creating", attemptNumber: 1 });
    await world.live(4 * MINUTE, { stepMs: 15_000 });
    expect(await world.backup(id)).toMatchObject({ status: "available", attemptNumber: 2 });
  });

  it("by ourselves, before the database was restored: adopted, not made again", async () => {
    const id = await startWithTakenName((key) => ({
      "amivault:owner": "amivault-test",
      "amivault:backup": key,
      "amivault:attempt": "1",
    }));
    await world.live(3 * MINUTE);
    const backup = await world.backup(id);
    expect(backup).toMatchObject({ status: "available", attemptNumber: 1 });
    expect((await world.liveImages()).map(({ imageId }) => imageId)).toEqual([backup.imageId]);
  });
});

describe("before another attempt", () => {
  it("an image of the backup that shows up meanwhile makes it needless", async () => {
    await world.sim.control.addFault({
      scope: { action: "CreateImage" },
      times: 1,
      effect: { kind: "lateFailure", afterMs: 5_000, keepsName: true },
    });
    const [instance] = world.fleet;
    if (!instance) throw new Error("no instance");
    const { id } = await startBackup(world.operator, { instanceId: instance.id });
    await world.live(MINUTE, {
      stepMs: 2_500,
      until: async () => (await world.backup(id)).attemptNumber === 2,
    });
    const { key } = await world.backup(id);
    const tags = { "amivault:owner": "amivault-test", "amivault:backup": key };
    const history = ["ami-of-attempt-one", "and-a-second"].map((name) => ({
      name,
      createdAt: world.runtime.clock.now() - 60 * MINUTE,
      tags: { ...tags, "amivault:attempt": "1" },
    }));
    await world.sim.control.seedHistory({ ...instance, images: history });
    await world.live(2 * MINUTE);
    const backup = await world.backup(id);
    const live = (await world.liveImages()).map(({ imageId }) => imageId);
    expect(backup.status).toBe("available");
    expect(live).toContain(backup.imageId);
    // Both were there before us: the one is adopted, the other told to a person.
    expect(live).toContain(backup.secondImageId);
    expect(await world.steps(id)).toContain("image.second");
    expect(await world.calls("CreateImage")).toBe(1);
  });
});
