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

async function requested(): Promise<string> {
  const backupIds = [world.at(0).id, world.at(1).id];
  const { planId } = await requestPlan(world.admin, { backupIds, mode: "image_and_snapshots" });
  return planId ?? "";
}

const details = (planId: string) => getPlan(world.admin, { planId });
const outcomes = async (planId: string) =>
  (await details(planId)).items.map(({ status, outcome }) => ({ status, outcome }));

it("keeps what AWS calls held and an older copy of the records does not", async () => {
  const planId = await requested();
  await world.remove();
  const { imageId } = world.at(0);
  await world.sim.control.retag({ resourceId: imageId, tags: { "amivault:hold": "" } });
  await applyPlan(world.admin, { planId });
  await world.remove();
  expect(await world.whatIsGone()).toMatchObject({ images: [world.at(1).imageId] });
  const held = expect.stringMatching(/tagged amivault:hold in AWS/);
  expect(await outcomes(planId)).toContainEqual({ status: "kept", outcome: held });
});

it("blocks an image one of whose snapshots is tagged to be kept", async () => {
  const [snapshotId = ""] = world.at(0).snapshotIds;
  await world.sim.control.retag({ resourceId: snapshotId, tags: { "amivault:keep": "" } });
  const planId = await requested();
  await world.remove();
  const { items } = await details(planId);
  expect(items.find(({ backupId }) => backupId === world.at(0).id)).toMatchObject({
    status: "blocked",
    evidence: [{ kind: "keep", id: snapshotId }],
  });
  expect(items.find(({ backupId }) => backupId === world.at(1).id)?.status).toBe("ready");
});

it("blocks what AWS calls held and the records do not, unless its tag is to be taken off", async () => {
  for (const index of [0, 1]) {
    const { imageId } = world.at(index);
    await world.sim.control.retag({ resourceId: imageId, tags: { "amivault:hold": "" } });
  }
  await world.setBackup(world.at(1).id, { holdTaggedAt: 1 });
  const planId = await requested();
  await world.remove();
  const { items } = await details(planId);
  expect(items.find(({ backupId }) => backupId === world.at(0).id)).toMatchObject({
    status: "blocked",
    evidence: [{ kind: "hold", id: world.at(0).imageId }],
  });
  expect(items.find(({ backupId }) => backupId === world.at(1).id)?.status).toBe("ready");
});
