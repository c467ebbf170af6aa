import { afterEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import { updateInstance } from "../instances/update-instance";
import { readBackups } from "../testing/ledger";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { rotateKey } from "./repair-place";

let world: EventbridgeWorld;
afterEach(() => world.close());

const NIGHTLY = { schedule: "0 2 * * *", zone: "UTC" };
/** 2 February 2026, 02:00 UTC: the first run after the world's beginning at 11:00 the day before. */
const FIRST_DUE = Date.UTC(2026, 1, 2, 2);

async function setUp(options: Parameters<typeof createEventbridgeWorld>[0] = {}): Promise<void> {
  world = await createEventbridgeWorld(options);
  for (const instance of world.fleet) await world.choose(instance, "eventbridge");
  await world.settle();
}

describe("a due moment of AWS's", () => {
  it("becomes one backup, by reports where they are heard and by looks where not", async () => {
    for (const heard of [true, false]) {
      await setUp({ heard });
      await world.pass(FIRST_DUE - world.runtime.clock.now() - MINUTE, HOUR);
      await world.pass(10 * MINUTE, 30_000);
      const runs = await readBackups(world.runtime, world.instanceId());
      const due = runs.filter(({ dueAt }) => dueAt === FIRST_DUE);
      expect(due).toMatchObject([{ status: "available", scheduler: "eventbridge" }]);
      expect(await world.liveImages()).toHaveLength(1);
      expect(await world.calls("CreateImage")).toBe(1);
      expect(world.reports.heard.every(({ status }) => status === 204)).toBe(true);
      expect(world.reports.heard.length > 0).toBe(heard);
      if (heard) await world.close();
    }
  });

  it("is ours again while AWS does not have the edited schedule", async () => {
    await setUp();
    await updateInstance(world.admin, {
      instanceId: world.instanceId(),
      schedules: [NIGHTLY, { schedule: "0 3 * * *", zone: "UTC" }],
    });
    // Nobody worked on the place: AWS has the first one only.
    await world.pass(FIRST_DUE + HOUR - world.runtime.clock.now() - MINUTE, HOUR);
    await world.pass(10 * MINUTE, 30_000);
    const runs = await readBackups(world.runtime, world.instanceId());
    const ended = runs.filter(({ status }) => status === "available");
    expect(ended.map(({ dueAt, scheduler }) => [dueAt, scheduler])).toEqual([
      [FIRST_DUE, "eventbridge"],
      [FIRST_DUE + HOUR, "local"],
    ]);
    expect(await world.liveImages()).toHaveLength(2);
  });

  it("is made while the application is down, and found when it comes back", async () => {
    await setUp();
    await world.advance(3 * DAY);
    await world.pass(15 * MINUTE);
    const runs = await readBackups(world.runtime, world.instanceId());
    const past = runs.filter(({ dueAt }) => dueAt < world.runtime.clock.now());
    expect(past.map(({ status }) => status)).toEqual(["available", "available", "available"]);
    expect(await world.liveImages()).toHaveLength(3);
  });

  it("reboots only when the instance says so, also after that was changed", async () => {
    await setUp();
    await updateInstance(world.admin, { instanceId: world.instanceId(), rebootOnBackup: true });
    await world.settle();
    await world.advance(DAY);
    expect(await world.sim.control.reboots({})).toHaveLength(1);
    await updateInstance(world.admin, { instanceId: world.instanceId(), rebootOnBackup: false });
    await world.settle();
    await world.advance(DAY);
    expect(await world.sim.control.reboots({})).toHaveLength(1);
  });
});

it("another key reaches the function at once, and the one before ends when AWS has it", async () => {
  await setUp({ heard: true });
  const [before] = await world.places();
  await rotateKey(world.admin, { placeId: await world.placeId() });
  await world.settle();
  const [place] = await world.places();
  const now = world.runtime.clock.now();
  expect(place?.callbackKey).not.toBe(before?.callbackKey);
  expect(place?.previousKeyUntilAt).toBeLessThanOrEqual(now + 5 * MINUTE);
  expect(await world.firedBy()).toBe("eventbridge");
  await world.pass(FIRST_DUE - now - MINUTE, HOUR);
  await world.pass(5 * MINUTE, 30_000);
  expect(world.reports.heard.length).toBeGreaterThan(0);
  expect(world.reports.heard.filter(({ status }) => status !== 204)).toEqual([]);
});
