import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { eventbridgeObjects } from "../db/schema";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { eventbridgePlaceJob } from "./jobs";
import { workOnPlace } from "./work-on-place";

let world: EventbridgeWorld;
afterEach(() => world.close());

async function setUp(options: Parameters<typeof createEventbridgeWorld>[0] = {}): Promise<void> {
  world = await createEventbridgeWorld(options);
  for (const instance of world.fleet) await world.choose(instance, "eventbridge");
  await world.settle();
}

/** As many more tags as if the place had so many more instances. */
async function addTags(count: number): Promise<void> {
  const { db } = world.runtime;
  const tag = (await world.objects()).find(({ kind }) => kind === "protect_tag");
  if (!tag) throw new Error("There is no tag.");
  const more = Array.from({ length: count }, (_, index) => index);
  await db.write(async (tx) => {
    for (const index of more) {
      const name = `i-${index.toString(16).padStart(17, "0")}`;
      await tx.insert(eventbridgeObjects).values({ ...tag, id: `evo_tag${index}`, name });
    }
  });
}

it("looks at the instances of a comparison together", async () => {
  await setUp({ instances: 6 });
  const before = await world.calls("DescribeInstances");
  await world.refresh();
  expect((await world.calls("DescribeInstances")) - before).toBe(1);
  expect(await world.openAlerts()).toEqual([]);
});

it("comes back at once while there is more to compare", async () => {
  await setUp();
  await addTags(120);
  await world.advance(HOUR + MINUTE);
  const { accountRef = "", region = "" } = world.fleet[0] ?? {};
  const place = eventbridgePlaceJob.payload.parse({ accountRef, region });
  const signal = AbortSignal.abort();
  expect(await workOnPlace(world.runtime, place, { signal })).toEqual({ retryAfterMs: 0 });
  expect((await world.places())[0]?.compareFromAt).not.toBeNull();
  await workOnPlace(world.runtime, place);
  expect((await world.places())[0]?.compareFromAt).toBeNull();
});

it("gives rules another try when EventBridge has room again", async () => {
  world = await createEventbridgeWorld({ schedules: [{ schedule: "0 2 1 * 1", zone: "UTC" }] });
  await world.sim.control.configure({ automation: { rulesMax: 1 } });
  await world.choose(world.fleet[0], "eventbridge");
  await world.settle();
  expect((await world.places())[0]?.rulesFull).toBe(true);
  await world.sim.control.configure({ automation: { rulesMax: 300 } });
  await world.advance(HOUR + MINUTE);
  await world.settle();
  expect((await world.places())[0]?.rulesFull).toBe(false);
  await world.settle();
  const { rules, schedules } = await world.truth();
  expect([rules.length, schedules.length]).toEqual([2, 0]);
  expect(await world.firedBy()).toBe("eventbridge");
});

it("takes away no tag that became another installation's meanwhile", async () => {
  await setUp();
  const { db } = world.runtime;
  const instanceId = world.fleet[0]?.instanceId ?? "";
  await world.sim.control.updateInstance({ instanceId, tags: { "amivault:protect": "others" } });
  await world.choose(world.fleet[0], "local");
  await db.write(async (tx) => {
    const isTag = eq(eventbridgeObjects.kind, "protect_tag");
    await tx.update(eventbridgeObjects).set({ overruledAt: 1 }).where(isTag);
  });
  await world.settle();
  const { items } = await world.sim.control.calls({ action: "DeleteTags" });
  expect(items).not.toEqual([]);
  const [instance] = await world.sim.control.listInstances({});
  expect(instance?.tags["amivault:protect"]).toBe("others");
});
