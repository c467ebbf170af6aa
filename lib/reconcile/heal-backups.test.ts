import { afterEach, beforeEach, expect, it } from "vitest";
import { accounts, alerts, attempts } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { plantImages, plantRecords, recordId } from "../testing/reconcile-world";
import { runReconcile } from "./run-reconcile";

let world: BackupWorld;

beforeEach(async () => {
  world = await createBackupWorld();
});
afterEach(() => world.close());

/** A record that was given up, and its image in AWS: compared. */
async function heal(sendCount: number) {
  const [instance] = world.fleet;
  if (!instance) throw new Error("A world has an instance.");
  const { read, write } = world.runtime.db;
  const before = world.runtime.clock.now();
  const [past] = await plantImages(world.sim, { instance, count: 1, before });
  if (!past) throw new Error("An image was planted.");
  await plantRecords(world.runtime.db, [past], { status: "missed" });
  await write(async (tx) => {
    await tx.update(accounts).set({ retentionConfirmedAt: 1 });
    await tx.insert(attempts).values({
      id: "att_1",
      backupId: recordId(past),
      number: 1,
      imageName: past.name,
      status: "failed",
      sendCount,
      createdAt: past.dueAt,
    });
  });
  const { accountRef, region } = instance;
  await runReconcile(world.runtime, { accountRef, region });
  const raised = await read.select({ kind: alerts.kind }).from(alerts);
  const [account] = await read.select().from(accounts);
  return {
    status: (await world.backup(recordId(past))).status,
    confirmedAt: account?.retentionConfirmedAt,
    asksPerson: raised.some(({ kind }) => kind === "reconcile.adopted"),
  };
}

it("an image that its record asked for heals it", async () => {
  expect(await heal(1)).toEqual({ status: "pending", confirmedAt: 1, asksPerson: false });
});

it("one that its record never asked for makes retention wait for a person, too", async () => {
  expect(await heal(0)).toEqual({ status: "pending", confirmedAt: null, asksPerson: true });
});
