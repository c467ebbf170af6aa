import { afterEach, beforeEach, expect, it } from "vitest";
import type { NewFault } from "#simulator/core/fault-rules";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { startBackup } from "./start-backup";

const MINUTE = 60_000;

let world: BackupWorld;
let instance: WorldInstance;
beforeEach(async () => {
  world = await createBackupWorld();
  const [first] = world.fleet;
  if (!first) throw new Error("no instance");
  instance = first;
});
afterEach(() => world.close());

async function start(...effects: Array<NewFault["effect"]>): Promise<string> {
  for (const effect of effects) {
    await world.sim.control.addFault({ scope: { action: "CreateImage" }, times: 1, effect });
  }
  const { id } = await startBackup(world.operator, { instanceId: instance.id });
  await world.tick();
  return id;
}

/** A person removes the one image there is; its name is free again. */
async function deleteTheImage(): Promise<string> {
  const [image] = await world.liveImages();
  if (!image) throw new Error("There is no image.");
  await world.sim.control.deleteImage({ imageId: image.imageId, deleteSnapshots: true });
  return image.imageId;
}

/** A person makes an image of the instance by hand, under the name that ours has or had. */
async function takeTheName(id: string): Promise<string> {
  const { imageName } = await world.backup(id);
  const createdAt = world.runtime.clock.now();
  const { images } = await world.sim.control.seedHistory({
    ...instance,
    images: [{ name: imageName ?? "", createdAt, tags: { Name: "made by hand" } }],
  });
  return images[0]?.imageId ?? "";
}

it("an image that is deleted before the first look at it: failed, told, and not made again", async () => {
  const id = await start();
  expect(await world.backup(id)).toMatchObject({ status: "pending" });
  await deleteTheImage();
  await world.live(35 * MINUTE, { stepMs: MINUTE });
  expect(await world.backup(id)).toMatchObject({ status: "failed", statusCode: "NeverAppeared" });
  expect(await world.calls("CreateImage")).toBe(1);
  expect(await world.liveImages()).toEqual([]);
});

it("an image nobody had heard of yet and that is deleted: made once more, and one lives", async () => {
  const id = await start({ kind: "loseReply" }, { kind: "visibilityLag", ms: MINUTE });
  await deleteTheImage();
  await world.live(5 * MINUTE);
  const backup = await world.backup(id);
  expect(backup).toMatchObject({ status: "available", attemptNumber: 1 });
  expect(await world.liveImages()).toMatchObject([{ imageId: backup.imageId }]);
  expect(await world.attempts(id)).toMatchObject([{ sendCount: 2 }]);
});

it("the name of a deleted image that a person has taken is not adopted, and not touched", async () => {
  await world.sim.control.configure({ pace: { baseMs: 10 * MINUTE } });
  const id = await start();
  await world.live(MINUTE);
  await deleteTheImage();
  const theirs = await takeTheName(id);
  await world.live(15 * MINUTE, { stepMs: 15_000 });
  expect(await world.backup(id)).toMatchObject({ status: "failed", statusCode: "ImageGone" });
  expect(await world.liveImages()).toMatchObject([{ imageId: theirs }]);
  expect(await world.calls("CreateImage")).toBe(1);
});

it("and where the answer was lost as well: the next attempt has another name", async () => {
  const id = await start({ kind: "loseReply" }, { kind: "visibilityLag", ms: MINUTE });
  await deleteTheImage();
  const theirs = await takeTheName(id);
  await world.live(20 * MINUTE, { stepMs: 15_000 });
  const backup = await world.backup(id);
  expect(backup).toMatchObject({ status: "available", attemptNumber: 2 });
  const live = (await world.liveImages()).map(({ imageId }) => imageId);
  expect(live.toSorted()).toEqual([theirs, backup.imageId].toSorted());
});
