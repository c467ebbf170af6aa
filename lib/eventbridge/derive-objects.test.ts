import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { engineContext } from "../backups/engine-context";
import { HOUR, MINUTE } from "../clock";
import { eventbridgeObjects, instances, schedules } from "../db/schema";
import type { Tx } from "../db/tx";
import { pauseInstance } from "../instances/pause-instance";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";
import { deriveObjects } from "./derive-objects";
import { enqueuePlaces } from "./enqueue-places";
import { readMark } from "./place-marks";
import { findPlace, patchPlace } from "./places.repo";

let world: EventbridgeWorld;
afterEach(() => world.close());

const BERLIN = { schedule: "30 2 * * *", zone: "Europe/Berlin" };
/** 02:30 of 29 March 2026 does not exist in Berlin: the first instant after it. */
const GAP_AT = Date.UTC(2026, 2, 29, 1);
const GAP = "at(2026-03-29T01:00:00)";

async function setUp(options: Parameters<typeof createEventbridgeWorld>[0] = {}): Promise<void> {
  world = await createEventbridgeWorld(options);
  for (const instance of world.fleet) await world.choose(instance, "eventbridge");
  await world.settle();
}

async function edit(set: Partial<typeof schedules.$inferInsert>): Promise<void> {
  await world.runtime.db.write(async (tx) => {
    await tx.update(schedules).set({ ...set, updatedAt: world.runtime.clock.now() });
  });
}

/** Derives the place's objects, with something done by another process before each write. */
async function derive(before: (write: number) => ((tx: Tx) => Promise<void>) | null) {
  const { accountRef = "", region = "" } = world.fleet[0] ?? {};
  const { db } = world.runtime;
  const record = await findPlace(db.read, { accountRef, region });
  if (!record) throw new Error("There is no place.");
  let writes = 0;
  const write: typeof db.write = async (work) => {
    const others = before((writes += 1));
    if (others) await db.write(others);
    return db.write(work);
  };
  const ctx = engineContext(
    { ...world.runtime, db: { ...db, read: db.read, write } },
    "eventbridge",
  );
  const mark = await readMark(ctx, record.place);
  await deriveObjects(ctx, { record, mark });
  return { mark, record };
}

async function expressions(): Promise<string[]> {
  return (await world.truth()).schedules.map(({ expression }) => expression);
}

describe("one-time schedules", () => {
  it("stay until AWS has fired them, also late within its minute", async () => {
    await setUp({ schedules: [BERLIN] });
    const effect = { kind: "lateInvocation", ms: 40_000 } as const;
    await world.sim.control.addFault({ probability: 1, effect });
    await world.advance(GAP_AT - 30_000 - world.runtime.clock.now());
    await world.settle();
    await world.advance(35_000);
    await world.settle();
    expect((await world.sim.control.calls({ action: "DeleteSchedule" })).items).toEqual([]);
    expect((await world.objects()).map(({ spec }) => spec["expression"])).toContain(GAP);
  });

  it("stay for their flexible window, and are forgotten afterwards", async () => {
    world = await createEventbridgeWorld({ schedules: [BERLIN] });
    await edit({ spreadMs: 3 * HOUR, version: 9 });
    await world.choose(world.fleet[0], "eventbridge");
    await world.settle();
    await world.advance(GAP_AT - MINUTE - world.runtime.clock.now());
    await world.settle();
    await world.advance(2 * MINUTE);
    await world.settle();
    expect((await world.sim.control.calls({ action: "DeleteSchedule" })).items).toEqual([]);
    expect((await world.objects()).map(({ spec }) => spec["expression"])).toContain(GAP);
    await world.advance(26 * HOUR);
    await world.settle();
    const { items } = await world.sim.control.invocations({});
    expect(items.filter(({ source }) => /-t[0-9a-z]+$/.test(source.name ?? ""))).toHaveLength(1);
    expect((await world.objects()).map(({ spec }) => spec["expression"])).not.toContain(GAP);
    expect(await world.openAlerts()).toEqual([]);
  });

  it("are not made for a moment that is over", async () => {
    world = await createEventbridgeWorld({ schedules: [BERLIN] });
    await world.advance(GAP_AT + MINUTE - world.runtime.clock.now());
    await world.choose(world.fleet[0], "eventbridge");
    await world.settle();
    expect(await expressions()).not.toContain(GAP);
    expect(await world.firedBy()).toBe("eventbridge");
  });
});

it("makes no place where nothing is wanted", async () => {
  await setUp();
  await pauseInstance(world.admin, { instanceId: world.instanceId() });
  await world.settle();
  await enqueuePlaces(world.runtime);
  expect(await world.places()).toEqual([]);
});

it("leaves a link whose second rule has no room to Scheduler", async () => {
  world = await createEventbridgeWorld({ schedules: [{ schedule: "0 2 1 * 1", zone: "UTC" }] });
  await world.sim.control.configure({ automation: { rulesMax: 1 } });
  await world.choose(world.fleet[0], "eventbridge");
  for (let round = 0; round < 5; round += 1) {
    await world.settle();
    await world.advance(MINUTE);
  }
  const { rules, schedules: made } = await world.truth();
  expect([rules.length, made.length]).toEqual([0, 2]);
  expect(await world.firedBy()).toBe("eventbridge");
});

describe("while others write", () => {
  it("makes anew what was forgotten since it was read", async () => {
    await setUp({ instances: 2 });
    await world.choose(world.fleet[1], "local");
    await derive(() => null);
    await world.choose(world.fleet[1], "eventbridge");
    const forget = async (tx: Tx) => {
      await tx.delete(eventbridgeObjects).where(eq(eventbridgeObjects.wanted, false));
    };
    await derive((write) => (write === 2 ? forget : null));
    const wanted = (await world.objects()).filter((row) => row.wanted);
    expect(wanted.filter(({ kind }) => kind === "protect_tag")).toHaveLength(2);
    expect(wanted.filter(({ kind }) => kind === "rule")).toHaveLength(2);
  });

  it("ends when somebody asks for it anew, and does not say that it is done", async () => {
    await setUp();
    await edit({ cron: "0 5 * * *", version: 50 });
    const placeId = await world.placeId();
    const ask = (tx: Tx) => patchPlace(tx, placeId, { derivedFrom: null });
    await derive((write) => (write === 2 ? ask : null));
    expect((await world.places())[0]?.derivedFrom).toBeNull();
    const rule = (await world.objects()).find(({ kind }) => kind === "rule");
    expect(rule?.spec["expression"]).toBe("cron(0 2 * * ? *)");
    const { mark } = await derive(() => null);
    expect((await world.places())[0]?.derivedFrom).toBe(mark);
  });
});

it("notices a change by a clock that was set back", async () => {
  await setUp();
  const { db } = world.runtime;
  await db.write(async (tx) => {
    await tx.update(instances).set({ rebootOnBackup: true, updatedAt: 1 });
  });
  await world.settle();
  const rule = (await world.objects()).find(({ kind }) => kind === "rule");
  expect(String(rule?.spec["inputTemplate"])).toContain('"reboot":true');
});
