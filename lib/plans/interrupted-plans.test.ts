import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewFault } from "#simulator/core/fault-rules";
import { DAY, MINUTE, SECOND } from "../clock";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { createTestQueue } from "../testing/test-queue";
import { applyPlan } from "./apply-plan";
import { cancelPlan } from "./cancel-plan";
import { createPlan, type NewPlanItem } from "./create-plan";
import { getPlan } from "./get-plan";
import { requestPlan } from "./request-plan";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 4 });
});
afterEach(() => world.close());

const itemOf = async (planId: string) => (await getPlan(world.admin, { planId })).items[0];

/** Applies a plan that has just been made and reviewed. */
async function start(planId: string): Promise<string> {
  await world.remove();
  await applyPlan(world.admin, { planId });
  return planId;
}

async function cleanUp(changes: Partial<NewPlanItem> = {}): Promise<string> {
  const { accountRef, region, id } = await world.victim();
  await world.setBackup(id, { status: "deleted" });
  const item: NewPlanItem = {
    accountRef,
    region,
    backupId: null,
    instanceRef: null,
    imageId: world.at(0).imageId,
    snapshotIds: [],
    mode: "image_and_snapshots",
    sizeBytes: 100,
    survivorIds: [],
    rule: "No record wants it.",
    ...changes,
  };
  const made = { kind: "clean_up" as const, title: "Orphans", automatic: false, items: [item] };
  return start((await createPlan(world.admin, made)).planId ?? "");
}

const deregister = (effect: NewFault["effect"]) =>
  world.sim.control.addFault({ scope: { action: "DeregisterImage" }, times: 1, effect });

/** Runs `act` after the next write. */
function afterWrite(act: () => Promise<unknown>): void {
  const { db } = world.runtime;
  const { write } = db;
  db.write = async (work) => {
    db.write = write;
    const result = await write(work);
    await act();
    return result;
  };
}

describe("an orphan whose image is being deregistered when its plan is cancelled", () => {
  it("is removed with its snapshots, and says so", async () => {
    const planId = await cleanUp();
    afterWrite(() => cancelPlan(world.admin, { planId }));
    await world.remove();
    expect(await getPlan(world.admin, { planId })).toMatchObject({ status: "cancelled" });
    expect(await itemOf(planId)).toMatchObject({ status: "removed" });
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });

  it("is, where the answer was lost, what AWS says of it afterwards", async () => {
    const planId = await cleanUp();
    await deregister({ kind: "loseReply" });
    await world.remove();
    await cancelPlan(world.admin, { planId });
    expect(await itemOf(planId)).toMatchObject({ status: "applying" });
    await world.removeFor(30 * SECOND);
    expect(await itemOf(planId)).toMatchObject({ status: "removed" });
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
    expect(await world.calls("DeregisterImage")).toBe(1);
  });

  it("is kept only once the request that was lost can take effect no more", async () => {
    const planId = await cleanUp();
    await deregister({ kind: "reset" });
    await world.remove();
    await cancelPlan(world.admin, { planId });
    await world.removeFor(5 * MINUTE, 30_000);
    expect(await itemOf(planId)).toMatchObject({ status: "applying" });
    await world.removeFor(2 * MINUTE, 30_000);
    expect(await itemOf(planId)).toMatchObject({
      status: "kept",
      outcome: "The plan was cancelled.",
    });
    expect((await world.whatIsGone()).images).toEqual([]);
    expect(await world.calls("DeregisterImage")).toBe(1);
  });

  it("is taken up again where its process ended and nobody cancelled", async () => {
    const planId = await cleanUp();
    await deregister({ kind: "reset" });
    await world.remove();
    await world.removeFor(30 * SECOND);
    expect(await itemOf(planId)).toMatchObject({ status: "removed" });
    expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
  });
});

it("a snapshot whose answer was lost when its plan was cancelled is not called kept", async () => {
  const { imageId, snapshotIds } = world.at(0);
  await world.sim.control.deleteImage({ imageId });
  const planId = await cleanUp({ imageId: null, snapshotIds });
  const effect = { kind: "loseReply" } as const;
  await world.sim.control.addFault({ scope: { action: "DeleteSnapshot" }, times: 1, effect });
  await world.remove();
  await cancelPlan(world.admin, { planId });
  await world.removeFor(30 * SECOND);
  expect(await itemOf(planId)).toMatchObject({ status: "removed" });
  expect((await world.whatIsGone()).snapshots).toEqual(snapshotIds);
});

it("a record goes after its image was tagged, whether its process ended or its plan was cancelled", async () => {
  const { imageId, id } = world.at(0);
  const asked = await requestPlan(world.admin, { backupIds: [id], mode: "record" });
  const planId = await start(asked.planId ?? "");
  const { db } = world.runtime;
  const { write } = db;
  db.write = async (work) => {
    if ((await world.calls("CreateTags")) > 0) throw new Error("The process ends here.");
    return write(work);
  };
  await expect(world.remove()).rejects.toThrow("The process ends here.");
  db.write = write;
  const { items } = await world.sim.control.images({ imageId });
  expect(items[0]?.tags).toMatchObject({ "amivault:keep": "true" });
  await cancelPlan(world.admin, { planId });
  await world.removeFor(30 * SECOND);
  expect((await world.victim()).status).toBe("forgotten");
  expect(await itemOf(planId)).toMatchObject({ status: "removed" });
});

it("is ended, too, by a machine that was off for weeks when its plan had been cancelled", async () => {
  const planId = await cleanUp();
  await deregister({ kind: "loseReply" });
  await world.remove();
  await cancelPlan(world.admin, { planId });
  // Its queue went with its process.
  const queue = createTestQueue(world.runtime.clock);
  Object.assign(world.runtime, { queue, drain: queue.drain });
  await world.advance(30 * DAY);
  await world.remove();
  expect(await itemOf(planId)).toMatchObject({ status: "removed" });
  expect(await world.whatIsGone()).toEqual(world.onlyTheVictim());
});

it("a credential that AWS refuses ends what was begun, with the reason", async () => {
  const planId = await cleanUp();
  await deregister({ kind: "reset" });
  await world.remove();
  await world.sim.control.deny({ action: "ec2:DescribeImages" });
  await world.removeFor(30 * SECOND);
  expect(await itemOf(planId)).toMatchObject({ status: "failed" });
});
