import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY, HOUR } from "../clock";
import { alertMembers, alerts, credentials, instances, reconcileRuns } from "../db/schema";
import { toHandler } from "../queue/queue";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { enqueueReconciles } from "./enqueue-reconciles";
import { reconcilePlaceJob } from "./jobs";
import { runReconcile } from "./run-reconcile";

let world: BackupWorld;
let instance: WorldInstance;

beforeEach(async () => {
  world = await createBackupWorld();
  const [first] = world.fleet;
  if (!first) throw new Error("A world has an instance.");
  instance = first;
});
afterEach(() => world.close());

const compare = () =>
  runReconcile(world.runtime, { accountRef: instance.accountRef, region: instance.region });

async function readAlerts() {
  return world.runtime.db.read.select().from(alerts).where(eq(alerts.kind, "reconcile.failing"));
}

async function refuse() {
  const { accountId } = instance;
  return world.sim.control.deny({ accountId, action: "ec2:DescribeSnapshots" });
}

it("a place that could not be compared for a day is told, and closes with the next comparison", async () => {
  await compare();
  const denial = await refuse();
  await world.advance(DAY - HOUR);
  await compare();
  expect(await readAlerts()).toEqual([]);
  await world.advance(HOUR);
  await compare();
  await world.advance(HOUR);
  await compare();
  expect(await readAlerts()).toMatchObject([
    {
      status: "open",
      memberCount: 1,
      title: `Account ${instance.accountId} cannot be compared with AWS`,
    },
  ]);
  const [member] = await world.runtime.db.read.select().from(alertMembers);
  expect(member?.message).toMatch(/^eu-central-1: .*DescribeSnapshots/);
  await world.sim.control.allow({ id: denial.id });
  await compare();
  expect(await readAlerts()).toMatchObject([
    { status: "closed", closedReason: "It was compared with AWS." },
  ]);
});

it("one that never was is told a day after the first try, and closes when nobody looks any more", async () => {
  await refuse();
  await compare();
  await world.advance(DAY);
  await compare();
  expect(await readAlerts()).toMatchObject([{ status: "open" }]);
  await enqueueReconciles(world.runtime);
  expect(await readAlerts()).toMatchObject([{ status: "open" }]);
  await world.runtime.db.write(async (tx) => {
    await tx.update(credentials).set({ deletedAt: 1 });
    await tx.update(instances).set({ removedAt: 1 });
  });
  await enqueueReconciles(world.runtime);
  expect(await readAlerts()).toMatchObject([
    { status: "closed", closedReason: "Nothing of ours is looked for there any more." },
  ]);
});

it("a comparison of a clock that was ahead puts off no other, and hides none that fails", async () => {
  await compare();
  const { clock, db, queue } = world.runtime;
  const ahead = clock.now() + 300 * DAY;
  await db.write((tx) => tx.update(reconcileRuns).set({ startedAt: ahead, endedAt: ahead }));
  const isDue = async () => {
    await enqueueReconciles(world.runtime);
    return queue.waiting().some(({ name }) => name === reconcilePlaceJob.name);
  };
  const handler = { definition: reconcilePlaceJob, run: async () => void (await compare()) };
  expect(await isDue()).toBe(true);
  await world.runtime.drain([toHandler(handler)]);
  await world.advance(HOUR);
  expect(await isDue()).toBe(false);
  await refuse();
  await world.advance(DAY);
  await compare();
  expect(await readAlerts()).toMatchObject([{ status: "open" }]);
});
