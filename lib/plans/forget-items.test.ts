import { afterEach, beforeEach, expect, it } from "vitest";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { applyPlan } from "./apply-plan";
import { getPlan } from "./get-plan";
import { requestPlan } from "./request-plan";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 4 });
});

afterEach(async () => {
  await world.close();
});

it("leaves no tag on what a hold keeps that came after the tag", async () => {
  const backupIds = [world.at(0).id, world.at(1).id];
  const { planId } = await requestPlan(world.admin, { backupIds, mode: "record" });
  await world.remove();
  await applyPlan(world.admin, { planId: planId ?? "" });
  const { db } = world.runtime;
  const { write } = db;
  db.write = async (work) => {
    if ((await world.calls("CreateTags")) > 0) {
      db.write = write;
      await world.setBackup(world.at(0).id, { heldAt: 1 });
    }
    return write(work);
  };
  await world.remove();
  const { items: ended } = await getPlan(world.admin, { planId: planId ?? "" });
  const statuses = ended.map(({ status }) => status);
  expect(statuses.toSorted()).toEqual(["kept", "removed"]);
  const { items } = await world.sim.control.images({ limit: 10 });
  const snapshots = await world.sim.control.snapshots({ limit: 10 });
  const kept = [...items, ...snapshots.items].filter(({ tags }) => "amivault:keep" in tags);
  expect(kept.map((one) => ("snapshotId" in one ? one.snapshotId : one.imageId))).toEqual([
    world.at(1).imageId,
    ...world.at(1).snapshotIds,
  ]);
});
