import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR } from "../clock";
import { instances } from "../db/schema";
import { findRetentionInstance } from "../retention/read-histories";
import { at, createRunWorld, type RunWorld } from "../testing/run-world";

let world: RunWorld;
beforeEach(async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
});
afterEach(() => world.close());

const instance = async () => {
  const [row] = await world.runtime.db.read.select().from(instances);
  return row;
};
const isFrozen = async () => {
  const of = { instanceRef: world.instance, now: world.runtime.clock.now() };
  return (await findRetentionInstance(world.runtime.db.read, of))?.newestEndedBad;
};

test("what is missed after a clock was ahead is overdue, alerted, and freezes retention", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  // Our clock is ten days ahead, and one run succeeds; AWS knows the time.
  await world.tickAt("2026-02-11T13:00:00");
  await world.finish(await world.run(), at("2026-02-01T12:20:00"));
  await world.tickAt("2026-02-01T12:30:00");
  for (let hour = 13; hour < 18; hour += 1) await world.tickAt(`2026-02-01T${hour}:00:00`);
  await world.ledger();
  expect(await world.open()).toMatchObject([{ kind: "backups.overdue", severity: "critical" }]);
  expect(await instance()).toMatchObject({
    lastEndedStatus: "missed",
    lastGoodAt: at("2026-02-01T12:20:00"),
    overdueSinceAt: at("2026-02-01T15:00:00"),
  });
  expect(await isFrozen()).toBe(true);
});

test("a last good moment that has not come hides no missed run", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.tickAt("2026-02-01T13:00:00");
  const ahead = world.runtime.clock.now() + 240 * HOUR;
  await world.runtime.db.write((tx) => tx.update(instances).set({ lastGoodAt: ahead }));
  await world.tickAt("2026-02-01T14:00:00");
  await world.ledger();
  expect(await world.open()).toMatchObject([{ kind: "backups.overdue" }]);
  await world.finish(await world.run("2026-02-01T14:00:00"));
  expect(await instance()).toMatchObject({ lastGoodAt: at("2026-02-01T14:00:00") });
  expect(await world.open()).toEqual([]);
});
