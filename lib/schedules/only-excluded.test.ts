import { afterEach, beforeEach, expect, test } from "vitest";
import { credentials, instances } from "../db/schema";
import { getInstance } from "../instances/get-instance";
import { followAll } from "../testing/fleet";
import { createRunWorld, type RunWorld } from "../testing/run-world";
import { createExclusionWindow } from "./create-exclusion-window";
import { deleteExclusionWindow } from "./delete-exclusion-window";

let world: RunWorld;
beforeEach(async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
  await giveCredential();
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
});
afterEach(() => world.close());

async function giveCredential(): Promise<void> {
  await world.runtime.db.write(async (tx) => {
    await tx.insert(credentials).values({
      id: "crd_1",
      accountRef: "acc_1",
      name: "production",
      kind: "access_key",
      defaultRegion: "eu-central-1",
      createdAt: 0,
      updatedAt: 0,
    });
    await tx.update(instances).set({ credentialId: "crd_1" });
  });
}

const exclude = (schedule: string, durationMinutes: number) =>
  createExclusionWindow(world.admin, { name: "Quiet", schedule, zone: "UTC", durationMinutes });

async function runUntilFive(): Promise<void> {
  for (const hour of [13, 14, 15, 16, 17]) await world.tickAt(`2026-02-01T${hour}:00:00`);
  await world.ledger();
}

const reason = async () =>
  (await getInstance(world.admin, { instanceId: world.instance })).health.reason;

test("windows that cover every run alert, and the instance is not protected", async () => {
  const { id } = await exclude("0 0 * * *", 24 * 60);
  await runUntilFive();
  await world.ledger();
  expect(await world.alerts()).toMatchObject([
    {
      kind: "backups.overdue",
      severity: "critical",
      title: "Every run is excluded in account 111111111111",
      message: "It fell into the exclusion window “Quiet”.",
    },
  ]);
  expect(await reason()).toBe("late");
  await deleteExclusionWindow(world.admin, { exclusionWindowId: id });
  await world.ledger();
  expect(await world.open()).toEqual([]);
});

test("a window that ends alerts nobody, however many runs it covers", async () => {
  await exclude("30 12 * * *", 8 * 60);
  await runUntilFive();
  expect(await world.alerts()).toEqual([]);
  expect(await reason()).toBe("protected");
});

test("an instance with another schedule that has runs ahead alerts nobody", async () => {
  await followAll(world.runtime, [world.instance], "30 23 * * *");
  await exclude("0 * * * *", 10);
  await runUntilFive();
  expect(await world.alerts()).toEqual([]);
});
