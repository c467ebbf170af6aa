import { afterEach, beforeEach, expect, it } from "vitest";
import { updateBackup } from "../backups/update-backup";
import { toHandler } from "../queue/queue";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { holdTagsJob } from "./jobs";
import { enqueueHoldTags, tagHolds } from "./tag-holds";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
});

afterEach(async () => {
  await world.close();
});

const hold = (held: boolean, index = 0) =>
  updateBackup(world.operator, { backupId: world.at(index).id, held });

async function drain(): Promise<void> {
  const { runtime } = world;
  await enqueueHoldTags(runtime);
  await runtime.drain([
    toHandler({ definition: holdTagsJob, run: (place) => tagHolds(runtime, place) }),
  ]);
}

async function isTagged(index = 0): Promise<boolean> {
  const { items } = await world.sim.control.images({ imageId: world.at(index).imageId });
  return items.some(({ tags }) => "amivault:hold" in tags);
}

it("a hold stands in AWS as a tag, and goes with its release", async () => {
  await hold(true);
  await drain();
  expect(await isTagged()).toBe(true);
  const calls = await world.calls("CreateTags");
  await drain();
  expect(await world.calls("CreateTags")).toBe(calls);
  await hold(false);
  await drain();
  expect(await isTagged()).toBe(false);
});

it("a tag whose answer was lost is taken away with the release", async () => {
  await world.sim.control.addFault({
    scope: { action: "CreateTags" },
    times: 1,
    effect: { kind: "loseReply" },
  });
  await hold(true);
  await drain();
  expect(await isTagged()).toBe(true);
  await hold(false);
  await drain();
  expect(await isTagged()).toBe(false);
});

it("an image that AWS does not know keeps none of the others from being tagged", async () => {
  await world.sim.control.deleteImage({ imageId: world.at(1).imageId });
  await hold(true);
  await hold(true, 1);
  await drain();
  expect(await isTagged()).toBe(true);
});

it("a hold still stops a removal of which nothing was sent, and no later one", async () => {
  await world.start();
  await hold(true);
  await world.remove();
  expect(await world.whyKept()).toMatch(/It is held/);
  await hold(false);
  await world.start();
  await world.setBackup(world.at(0).id, { deregisterSentAt: 1 });
  await expect(hold(true)).rejects.toMatchObject({ code: "precondition_failed" });
});
