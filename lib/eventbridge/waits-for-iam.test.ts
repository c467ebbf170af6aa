import { afterEach, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { replaceSchedules } from "../schedules/replace-schedules";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { eventbridgePlaceJob } from "./jobs";
import { workOnPlace } from "./work-on-place";

let world: EventbridgeWorld;
afterEach(() => world.close());

/** The job again and again, as it asks, for so long. */
async function workFor(ms: number, afterEachRun: () => Promise<void> = async () => {}) {
  const { accountRef = "", region = "" } = world.fleet[0] ?? {};
  const place = eventbridgePlaceJob.payload.parse({ accountRef, region });
  const until = world.runtime.clock.now() + ms;
  while (world.runtime.clock.now() < until) {
    const again = await workOnPlace(world.runtime, place);
    await afterEachRun();
    await world.advance(Math.max(1, again?.retryAfterMs ?? MINUTE));
  }
}

it("a schedule waits for a role that IAM does not know everywhere yet, and no step fails by it", async () => {
  world = await createEventbridgeWorld();
  const { runtime, admin, sim } = world;
  await world.choose(world.fleet[0], "eventbridge");
  await world.settle();
  await sim.control.configure({ roleAssumableAfterMs: 20_000 });
  const choices = [{ schedule: "30 2 * * *", zone: "Europe/Berlin" }];
  await runtime.db.write((tx) =>
    replaceSchedules(tx, admin, { instanceRef: world.instanceId(), choices }),
  );
  const told = new Set<string>();
  await workFor(MINUTE, async () => {
    for (const text of await world.states()) told.add(text);
  });
  expect([...told].filter((text) => text.includes("failed"))).toEqual([]);
  expect([...told]).toContainEqual(expect.stringMatching(/^schedule settling: Waiting for IAM/));
  expect((await world.states()).filter((text) => !text.endsWith(" ready"))).toEqual([]);
  expect(await world.openAlerts()).toEqual([]);
});

it("what is waited for longer than five minutes is an alert, however often it is asked for again", async () => {
  world = await createEventbridgeWorld();
  await world.sim.control.configure({ roleAssumableAfterMs: 60 * MINUTE });
  await world.choose(world.fleet[0], "eventbridge");
  await workFor(10_000);
  expect(await world.openAlerts()).toEqual([]);
  await world.advance(6 * MINUTE);
  await workFor(10_000);
  expect(await world.openAlerts()).toEqual(["eventbridge.failing"]);
});
