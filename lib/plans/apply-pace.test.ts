import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { backups, planItems, plans } from "../db/schema";
import { addBackups, createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { applyPlanItems } from "./apply-plan-items";
import { createPlan } from "./create-plan";
import { gatherPlan } from "./gather-plan";

const REGIONS = ["eu-central-1", "eu-west-1"] as const;
let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: 1, instances: 2, regions: REGIONS });
  const [first] = world.fleet;
  await world.advance(MINUTE);
  if (first) await addBackups(world, first, 200);
});

afterEach(async () => {
  await world.close();
});

/** All 201 of the first region and the one of the second: reviewed, and applied now. */
async function reviewed(): Promise<string> {
  const { read, write } = world.runtime.db;
  const rows = await read.select().from(backups).orderBy(backups.id);
  const { planId } = await createPlan(world.admin, {
    kind: "bulk_delete",
    title: "Many",
    automatic: false,
    items: rows.map(({ accountRef, region, id, instanceRef, imageId }) => ({
      accountRef,
      region,
      backupId: id,
      instanceRef,
      imageId,
      snapshotIds: [],
      mode: "image_and_snapshots" as const,
      rule: "Asked for.",
      survivorIds: [],
      sizeBytes: null,
      evidence: [{ kind: "floor", id: "its last good backup" }],
    })),
  });
  const now = world.runtime.clock.now();
  await write(async (tx) => {
    await tx.update(planItems).set({ status: "ready", evidenceAt: now });
    await tx.update(plans).set({ status: "applying", appliedBy: "test-admin", appliedAt: now });
  });
  return planId ?? "";
}

const isDeleting = eq(backups.status, "deleting");

async function countDeleting(region: string): Promise<number> {
  const rows = await world.runtime.db.read
    .select({ region: backups.region })
    .from(backups)
    .where(isDeleting);
  return rows.filter((row) => row.region === region).length;
}

it("begins in a place only as many as can be sent soon, and goes on in the others", async () => {
  const planId = await reviewed();
  expect(await applyPlanItems(world.runtime, { planId })).toEqual({ retryAfterMs: 2_000 });
  expect(await countDeleting(REGIONS[0])).toBeLessThan(200);
  expect(await countDeleting(REGIONS[1])).toBe(1);
  const { write } = world.runtime.db;
  const goOn = async () => {
    await write((tx) => tx.update(backups).set({ deregisterSentAt: 1 }).where(isDeleting));
    return applyPlanItems(world.runtime, { planId });
  };
  // How many were begun at first follows from the order of their ids: two more rounds are enough.
  await goOn();
  expect(await goOn()).toBeUndefined();
  expect(await countDeleting(REGIONS[0])).toBe(201);
});

it("goes on in the other places while AWS does not answer in one", async () => {
  const planId = await reviewed();
  await world.advance(11 * MINUTE);
  const { accountId } = world.fleet[0] ?? {};
  await world.sim.control.addFault({
    scope: { accountId, region: REGIONS[0] },
    effect: { kind: "reset", phase: "before" },
  });
  expect(await applyPlanItems(world.runtime, { planId })).toEqual({ retryAfterMs: 15_000 });
  expect(await countDeleting(REGIONS[0])).toBe(0);
  expect(await countDeleting(REGIONS[1])).toBe(1);
});

it("gathers in the other places while AWS does not answer in one", async () => {
  const planId = await reviewed();
  await world.runtime.db.write(async (tx) => {
    await tx.update(planItems).set({ status: "gathering" });
    await tx.update(plans).set({ status: "gathering" });
  });
  await world.sim.control.addFault({
    scope: { region: REGIONS[0] },
    effect: { kind: "reset", phase: "before" },
  });
  expect(await gatherPlan(world.runtime, { planId })).toEqual({ retryAfterMs: 15_000 });
  const rows = await world.runtime.db.read.select().from(planItems);
  const left = rows.filter(({ status }) => status === "gathering");
  expect(left.map(({ region }) => region)).toEqual(Array(201).fill(REGIONS[0]));
});
