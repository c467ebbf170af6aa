import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { discoveryRuns } from "../db/schema";
import { updateSettings } from "../settings/update-settings";
import { createDiscoveryWorld, HOME, type DiscoveryWorld } from "../testing/discovery-world";
import { discoverPlace } from "./discover-place";
import { enqueueDiscoveries } from "./enqueue-discoveries";
import { findLastDiscovery } from "./list-discovery-runs";
import { requestDiscovery } from "./request-discovery";

let world: DiscoveryWorld;
beforeEach(async () => {
  world = await createDiscoveryWorld();
});
afterEach(() => world.close());

const last = async () => {
  const run = await findLastDiscovery(world.viewer);
  if (!run) throw new Error("There was a run.");
  return run;
};

describe("a run", () => {
  it("that begins anew in the middle counts what is new once, and loses none of it", async () => {
    const { runtime, sim } = world;
    const { accountRef } = world.credential;
    for (const name of ["web-1", "web-2"]) await world.launch({ name });
    await requestDiscovery(world.operator, { regions: [HOME] });
    // The first wake-up tells that it began, the second of what it has written down.
    const controller = new AbortController();
    let wakes = 0;
    const leave = runtime.events.subscribe(() => {
      wakes += 1;
      if (wakes === 2) controller.abort();
    });
    const { signal } = controller;
    const place = { accountRef, region: HOME };
    await expect(discoverPlace(runtime, place, { signal })).rejects.toThrow(/abort/i);
    leave();
    expect((await last()).places).toMatchObject([{ state: "running", newCount: 2 }]);
    const throttle = {
      scope: { action: "DescribeInstances" },
      effect: { kind: "throttle" },
    } as const;
    await sim.control.addFault(throttle);
    await world.work();
    expect((await last()).places).toMatchObject([{ state: "waiting", newCount: 2 }]);
    await sim.control.clearFaults({});
    await world.launch({ name: "web-3" });
    runtime.clock.advance(MINUTE);
    await world.work();
    expect((await last()).places).toMatchObject([{ state: "done", seenCount: 3, newCount: 3 }]);
  });
});

describe("by itself", () => {
  it("everything is looked at as often as the settings say", async () => {
    const { runtime } = world;
    const runs = async () => (await runtime.db.read.select().from(discoveryRuns)).length;
    const after = async (hours: number) => {
      runtime.clock.advance(hours * HOUR);
      await enqueueDiscoveries(runtime);
      await world.work();
      return runs();
    };
    const every = (discoveryHours: number) => updateSettings(world.admin, { discoveryHours });
    expect(await after(0)).toBe(1);
    await every(24);
    expect(await after(23)).toBe(1);
    expect(await after(1)).toBe(2);
    await every(1);
    expect(await after(1)).toBe(3);
    for (const hours of [0, 73, 1.5]) {
      await expect(every(hours)).rejects.toMatchObject({ name: "ZodError" });
    }
  });
});
