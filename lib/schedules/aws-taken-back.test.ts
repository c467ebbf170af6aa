import { afterEach, beforeEach, expect, test } from "vitest";
import { instances, schedules } from "../db/schema";
import { createAwaitedWorld, type AwaitedWorld } from "../testing/awaited-world";
import { userContext } from "../testing/contexts";
import { createExclusionWindow } from "./create-exclusion-window";

let world: AwaitedWorld;
beforeEach(async () => {
  world = await createAwaitedWorld();
  await world.sleepTo("2026-02-01T11:59:00");
});
afterEach(() => world.close());

const DUE = "2026-02-01T12:00:00";

test("one that AWS never starts is started from here once AWS delivers nothing any more; the alert stays until the image is there", async () => {
  const { first } = world;
  await world.liveTo("2026-02-01T12:31:00");
  expect((await world.run(first.id, DUE)).statusReason).toContain(
    "AMIVault starts it itself at 2026-02-01T13:05:00.000Z if none has appeared by then.",
  );
  await world.liveTo("2026-02-01T13:04:00");
  expect(await world.calls("CreateImage")).toBe(0);
  const { id } = await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    effect: { kind: "throttle" },
  });
  await world.liveTo("2026-02-01T13:06:00");
  expect(await world.run(first.id, DUE)).toMatchObject({ status: "queued", scheduler: "local" });
  const [alert] = await world.allAlerts();
  expect(alert?.message).toContain("AMIVault starts it itself.");
  expect(await world.openAlerts()).toEqual(["eventbridge.silent warning"]);
  await world.sim.control.clearFaults({ id });
  await world.liveTo("2026-02-01T13:10:00");
  const backup = await world.run(first.id, DUE);
  expect(backup.status).toBe("available");
  expect(await world.attempts(backup.id)).toMatchObject([{ number: 1, status: "accepted" }]);
  // AWS comes after all, and finds it.
  await expect(world.fire(first, DUE)).rejects.toMatchObject({
    reason: "InvalidAMIName.Duplicate",
  });
  expect(await world.liveImages()).toHaveLength(1);
  expect(await world.openAlerts()).toEqual([]);
  expect(await world.allAlerts()).toHaveLength(1);
});

test("one whose function gave up is started from here once Lambda's own tries are over", async () => {
  const { first } = world;
  await world.liveTo("2026-02-01T12:01:00");
  const backup = await world.run(first.id, DUE);
  await world.report(backup, "failed", "The function says: throttled.", "RequestLimitExceeded");
  await world.liveTo("2026-02-01T12:10:00");
  expect((await world.run(first.id, DUE)).status).toBe("expected");
  await world.liveTo("2026-02-01T12:13:00");
  expect(await world.run(first.id, DUE)).toMatchObject({
    status: "available",
    scheduler: "local",
  });
  expect(await world.liveImages()).toHaveLength(1);
  expect(await world.openAlerts()).toEqual([]);
  expect((await world.allAlerts()).map(({ kind }) => kind)).toEqual(["eventbridge.silent"]);
});

test("one that reboots, and may have done so, is started by nobody again", async () => {
  const { first, runtime } = world;
  await runtime.db.write((tx) => tx.update(instances).set({ rebootOnBackup: true }));
  await world.liveTo("2026-02-01T12:01:00");
  const backup = await world.run(first.id, DUE);
  await world.report(backup, "failed", "The function does not know.", "Unconfirmed");
  await world.liveTo("2026-02-01T16:03:00", 5 * 60_000);
  expect((await world.run(first.id, DUE)).status).toBe("missed");
  expect(await world.calls("CreateImage")).toBe(0);
});

test("none is started from here in an exclusion window that came since", async () => {
  const { first, runtime } = world;
  await world.liveTo("2026-02-01T12:31:00");
  await createExclusionWindow(userContext(runtime, "admin"), {
    name: "Closing",
    startsAt: "2026-02-01T13:00:00Z",
    durationMinutes: 180,
  });
  await world.liveTo("2026-02-01T13:10:00");
  const backup = await world.run(first.id, DUE);
  expect(backup.status).toBe("missed");
  expect(backup.statusReason).toContain("Closing");
  expect(await world.calls("CreateImage")).toBe(0);
});

test("one whose spread AWS may use up until an exclusion window is started from here before it begins", async () => {
  const { first, runtime } = world;
  await runtime.db.write((tx) => tx.update(schedules).set({ spreadMs: 2 * 3_600_000 }));
  await createExclusionWindow(userContext(runtime, "admin"), {
    name: "Closing",
    startsAt: "2026-02-01T12:30:00Z",
    durationMinutes: 180,
  });
  await world.liveTo("2026-02-01T12:19:00");
  expect((await world.run(first.id, DUE)).status).toBe("expected");
  await world.liveTo("2026-02-01T12:22:00");
  expect((await world.run(first.id, DUE)).status).toBe("available");
  expect(await world.allAlerts()).toEqual([]);
});

test("of many that AWS does not start in one moment each gets its one image, though it starts some after all", async () => {
  await world.close();
  world = await createAwaitedWorld({ instances: 120 });
  await world.sleepTo(DUE);
  await world.sim.control.configure({ limits: { tokenBuckets: true } });
  await world.liveTo("2026-02-01T12:02:00");
  await world.sleepTo("2026-02-01T13:04:30");
  for (const instance of world.fleet.slice(0, 30)) await world.fire(instance, DUE);
  await world.liveTo("2026-02-01T13:10:00", 5_000);
  const images = await world.liveImages();
  expect(new Set(images.map(({ sourceInstanceId }) => sourceInstanceId)).size).toBe(120);
  expect(images).toHaveLength(120);
  for (const { id } of world.fleet) {
    expect((await world.run(id, DUE)).status).toBe("available");
  }
});
