import { afterEach, expect, test } from "vitest";
import { MINUTE } from "../clock";
import { backups } from "../db/schema";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";

let world: EventbridgeWorld;
afterEach(() => world.close());

test("what AWS's function gave up is started from here, as soon as Lambda tries no more", async () => {
  world = await createEventbridgeWorld({ heard: true });
  await world.choose(world.fleet[0], "eventbridge");
  await world.settle();
  await world.pass(5 * MINUTE);
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    effect: { kind: "error", code: "InstanceLimitExceeded", httpStatus: 400 },
    times: 3,
  });
  const due = Date.parse("2026-02-02T02:00:00Z");
  await world.pass(due - 2 * MINUTE - world.runtime.clock.now(), 30 * MINUTE);
  await world.pass(25 * MINUTE);
  const { items } = await world.sim.control.calls({ action: "CreateImage" });
  expect(items).toHaveLength(4);
  const { items: images } = await world.sim.control.images({});
  expect(images).toHaveLength(1);
  const rows = await world.runtime.db.read.select().from(backups);
  expect(rows.find(({ dueAt }) => dueAt === due)).toMatchObject({
    status: "available",
    scheduler: "local",
    imageId: images[0]?.imageId,
  });
  expect(await world.openAlerts()).toEqual([]);
});
