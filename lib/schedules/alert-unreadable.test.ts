import { afterEach, expect, test } from "vitest";
import { schedules } from "../db/schema";
import { pauseInstance } from "../instances/pause-instance";
import { createRunWorld, type RunWorld } from "../testing/run-world";
import { createExclusionWindow } from "./create-exclusion-window";

let world: RunWorld;
afterEach(() => world.close());

const setZone = (zone: string) =>
  world.runtime.db.write((tx) => tx.update(schedules).set({ zone }));

test("a schedule whose zone this machine does not know alerts, until it has a next run again", async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
  await setZone("Mars/Olympus");
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  await world.ledger();
  await world.ledger();
  expect(await world.open()).toMatchObject([
    { kind: "schedules.unreadable", severity: "critical", memberCount: 1 },
  ]);
  await setZone("UTC");
  await world.ledger();
  expect(await world.alerts()).toMatchObject([{ status: "closed" }]);
});

test("one beside an exclusion window holds up no other", async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
  const timing = { schedule: "30 12 * * *", zone: "UTC", durationMinutes: 60 };
  await createExclusionWindow(world.admin, { name: "Noon", ...timing });
  await setZone("Mars/Olympus");
  await world.tickAt("2026-02-01T12:00:00");
  await world.ledger();
  expect(await world.open()).toMatchObject([{ kind: "schedules.unreadable" }]);
});

test("one whose instances are paused alerts nobody", async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
  await setZone("Mars/Olympus");
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  await world.ledger();
  await pauseInstance(world.admin, { instanceId: world.instance });
  await world.ledger();
  expect(await world.alerts()).toMatchObject([
    { kind: "schedules.unreadable", status: "closed", memberCount: 0 },
  ]);
});
