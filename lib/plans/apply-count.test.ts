import { afterEach, beforeEach, expect, it } from "vitest";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { applyPlan } from "./apply-plan";
import { getPlan } from "./get-plan";
import { requestPlan } from "./request-plan";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 14 });
});

afterEach(async () => {
  await world.close();
});

/** A plan of so many that waits for an answer. */
async function waitingPlan(count: number): Promise<string> {
  const backupIds = world.old.slice(0, count).map(({ id }) => id);
  const { planId, taken } = await requestPlan(world.admin, {
    backupIds,
    mode: "image_and_snapshots",
  });
  expect(taken).toBe(count);
  await world.remove();
  return planId ?? "";
}

it("asks for the number above ten, and takes no other", async () => {
  const planId = await waitingPlan(12);
  await expect(applyPlan(world.admin, { planId })).rejects.toMatchObject({ code: "validation" });
  await expect(applyPlan(world.admin, { planId, count: 11 })).rejects.toMatchObject({
    code: "validation",
  });
  await applyPlan(world.admin, { planId, count: 12 });
  await world.remove();
  expect((await world.whatIsGone()).images).toHaveLength(12);
  // One proof for all, one call each.
  expect(await world.calls("DeregisterImage")).toBe(12);
});

it("removes no other number than the one that was agreed to, however few they are", async () => {
  const planId = await waitingPlan(3);
  await expect(applyPlan(world.admin, { planId, count: 2 })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await getPlan(world.admin, { planId })).toMatchObject({ status: "waiting" });
  await applyPlan(world.admin, { planId, count: 3 });
  await world.remove();
  expect((await world.whatIsGone()).images).toHaveLength(3);
});

it("says how what may go would be removed, whichever items are in view", async () => {
  const { planId } = await requestPlan(world.admin, {
    backupIds: [world.at(0).id],
    mode: "record",
  });
  await world.remove();
  const seen = { planId: planId ?? "", status: "kept" };
  expect(await getPlan(world.admin, seen)).toMatchObject({ items: [], modes: ["record"] });
  await applyPlan(world.admin, { planId: planId ?? "", count: 1 });
  await world.remove();
  expect(await getPlan(world.admin, seen)).toMatchObject({ modes: [] });
});
