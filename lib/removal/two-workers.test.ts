import { afterEach, beforeEach, expect, it } from "vitest";
import type { FaultPoint } from "../fault-points";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { runRemovals } from "./run-removals";
import { startRemoval } from "./start-removal";

const COUNT = 6;
let world: RemovalWorld;
let other: TestRuntime;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: COUNT + 2 });
  const { runtime, sim } = world;
  const now = runtime.clock.now();
  const { folder } = runtime;
  other = await createTestRuntime({ folder, simulatorUrl: sim.url, seed: "other", now });
  for (const { id } of world.old.slice(0, COUNT)) await start(id);
});

afterEach(async () => {
  await other.close();
  await world.close();
});

async function start(id: string): Promise<void> {
  const backup = await world.backup(id);
  await world.runtime.db.write((tx) =>
    startRemoval(tx, world.system, {
      backup,
      mode: "image_and_snapshots",
      itemId: null,
      survivorIds: [world.at(-1).id, world.at(-2).id],
      belowFloor: false,
      message: "Removed by a test.",
    }),
  );
}

const place = () => {
  const { accountRef = "", region = "" } = world.fleet[0] ?? {};
  return { accountRef, region };
};

const statuses = async () =>
  Promise.all(world.old.map(async ({ id }) => (await world.backup(id)).status));

it("two workers at once send each removal once", async () => {
  await Promise.all([runRemovals(world.runtime, place()), runRemovals(other, place())]);
  expect(await world.calls("DeregisterImage")).toBe(COUNT);
  expect((await world.whatIsGone()).images).toHaveLength(COUNT);
  expect(await statuses()).toEqual([
    ...Array.from({ length: COUNT }, () => "deleted"),
    "available",
    "available",
  ]);
});

it("costs little more than one call for each", async () => {
  await runRemovals(world.runtime, place());
  const counts = await world.sim.control.callCounts({});
  const ofRemoval = counts.filter(({ action }) =>
    ["DescribeImages", "DeregisterImage", "DescribeSnapshots", "DeleteSnapshot"].includes(action),
  );
  const calls = ofRemoval.reduce((sum, { count }) => sum + count, 0);
  expect(calls / COUNT).toBeLessThanOrEqual(1.3);
});

it("a worker that was away past its lease sends nothing, and what another wrote stays", async () => {
  const reached: FaultPoint[] = [];
  world.runtime.faultPoint = async (point) => {
    if (point !== "before-deregister" || reached.includes(point)) return;
    reached.push(point);
    // Meanwhile a minute and more goes by, and the other one takes over.
    await world.advance(70_000);
    other.clock.advance(70_000);
    await runRemovals(other, place());
  };
  await runRemovals(world.runtime, place());
  expect(reached).toEqual(["before-deregister"]);
  await world.removeFor(60_000, 15_000);
  expect(await world.calls("DeregisterImage")).toBe(COUNT);
  expect((await world.whatIsGone()).images).toHaveLength(COUNT);
  expect(new Set((await statuses()).slice(0, COUNT))).toEqual(new Set(["deleted"]));
});
