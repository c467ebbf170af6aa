import { afterEach, describe, expect, test } from "vitest";
import type { BackupRow } from "../backups/backup-row";
import { insertBackup } from "../backups/insert-backup";
import { MINUTE } from "../clock";
import { instances } from "../db/schema";
import { createSchedule } from "../schedules/create-schedule";
import { endLinks } from "../schedules/end-links";
import { linkSchedule } from "../schedules/link-schedule";
import { findPlanTarget, listInstanceLinks } from "../schedules/schedule-links.repo";
import { at, createRunWorld, type RunWorld } from "../testing/run-world";

let world: RunWorld;
afterEach(() => world.close());

const create = async (schedules: string[]) => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules });
};

/** A backup that somebody asks for now. */
async function ask(requestId: string, windowMs = 4 * 60 * MINUTE): Promise<BackupRow> {
  const { runtime, ctx, instance } = world;
  const now = runtime.clock.now();
  return runtime.db.write(async (tx) => {
    const target = await findPlanTarget(tx, instance);
    if (!target) throw new Error("The instance is there.");
    const { backup } = await insertBackup(tx, ctx, {
      target,
      due: { requestId },
      at: now,
      status: "queued",
      startWindowEndsAt: now + windowMs,
      message: "Asked for.",
    });
    return backup;
  });
}

const finishAt = async (hour: number) => {
  await world.tickAt(`2026-02-01T${hour}:00:00`);
  await world.finish(await world.run(`2026-02-01T${hour}:00:00`));
};

describe("a daily run beside more frequent ones", () => {
  const DAILY = "2026-02-01T11:45:00";
  const withOthers = async () => {
    await create(["0 12-17 * * *", "45 11 * * *"]);
    await world.tickAt(DAILY);
    await finishAt(12);
  };

  test("that fails after a newer one ended well alerts, until its own schedule is good", async () => {
    await withOthers();
    world.runtime.clock.set(at("2026-02-01T12:40:00"));
    await world.fail(await world.run(DAILY));
    expect(await world.open()).toMatchObject([{ kind: "backups.failed", memberCount: 1 }]);
    await world.ledger();
    await finishAt(13);
    await world.ledger();
    expect(await world.open()).toHaveLength(1);
    for (let hour = 14; hour <= 17; hour += 1) await finishAt(hour);
    await world.tickAt("2026-02-02T11:45:00");
    await world.finish(await world.run("2026-02-02T11:45:00"));
    await world.ledger();
    expect(await world.open()).toEqual([]);
  });

  test("that is missed alerts once, however well the others go", async () => {
    await withOthers();
    for (let hour = 13; hour <= 16; hour += 1) await finishAt(hour);
    await world.tickAt("2026-02-01T16:15:00");
    await world.ledger();
    expect(await world.open()).toMatchObject([{ kind: "backups.overdue", severity: "critical" }]);
    await finishAt(17);
    await world.ledger();
    await world.ledger();
    expect((await world.alerts()).map(({ status }) => status)).toEqual(["open"]);
  });

  test("is made up for by one that somebody asks for", async () => {
    await withOthers();
    world.runtime.clock.set(at("2026-02-01T12:40:00"));
    await world.fail(await world.run(DAILY));
    world.runtime.clock.advance(MINUTE);
    await world.finish(await ask("again"), world.runtime.clock.now() - 4 * MINUTE);
    expect(await world.open()).toEqual([]);
    for (let hour = 13; hour <= 16; hour += 1) await finishAt(hour);
    await world.tickAt("2026-02-01T16:15:00");
    await world.ledger();
    expect(await world.open()).toEqual([]);
  });
});

test("a daily run that fails after a newer one ended well alerts, whatever ran while the clock was ahead", async () => {
  await create(["0 12-17 * * *", "45 11 * * *"]);
  await world.tickAt("2026-02-11T11:45:00");
  await world.finish(await world.run("2026-02-11T11:45:00"), at("2026-02-01T11:30:00"));
  await world.tickAt("2026-02-01T11:31:00");
  await world.tickAt("2026-02-01T11:45:00");
  await finishAt(12);
  world.runtime.clock.set(at("2026-02-01T12:40:00"));
  await world.fail(await world.run("2026-02-01T11:45:00"));
  expect(await world.open()).toMatchObject([{ kind: "backups.failed", memberCount: 1 }]);
  await finishAt(13);
  await world.ledger();
  expect((await world.alerts()).map(({ status }) => status)).toEqual(["open"]);
});

test("a schedule that is followed again is judged by what it does from then on", async () => {
  await create(["0 12-17 * * *"]);
  const daily = { schedule: "45 11 * * *", zone: "UTC", name: "Daily" };
  const { id: scheduleId } = await createSchedule(world.admin, daily);
  const { runtime, ctx, instance: instanceRef } = world;
  const follow = () =>
    runtime.db.write((tx) => linkSchedule(tx, ctx, { instanceRef, schedule: { scheduleId } }));
  await follow();
  await world.tickAt("2026-02-01T11:45:00");
  for (let hour = 12; hour <= 15; hour += 1) await finishAt(hour);
  await world.tickAt("2026-02-01T16:15:00");
  await world.ledger();
  expect(await world.open()).toMatchObject([{ kind: "backups.overdue" }]);
  await runtime.db.write(async (tx) => {
    const links = await listInstanceLinks(tx, instanceRef);
    await endLinks(
      tx,
      ctx,
      links.filter(({ link }) => link.scheduleId === scheduleId),
    );
  });
  await finishAt(17);
  await world.ledger();
  expect(await world.open()).toEqual([]);
  await follow();
  await world.ledger();
  expect(await world.open()).toEqual([]);
  await world.tickAt("2026-02-02T11:45:00");
  await world.tickAt("2026-02-02T16:16:00");
  await world.ledger();
  expect(await world.open()).toMatchObject([{ kind: "backups.overdue" }]);
});

describe("a backup that somebody asked for", () => {
  test("and that is missed alerts at once", async () => {
    await create(["hourly"]);
    await finishAt(12);
    world.runtime.clock.set(at("2026-02-01T12:01:00"));
    await ask("late", 30 * MINUTE);
    await world.tickAt("2026-02-01T12:31:00");
    expect(await world.open()).toMatchObject([{ kind: "backups.overdue", memberCount: 1 }]);
  });

  test("and that fails alerts although its instance is paused, until a good one comes", async () => {
    await create([]);
    await world.runtime.db.write((tx) => tx.update(instances).set({ paused: true }));
    await world.fail(await ask("one"));
    await world.ledger();
    expect(await world.open()).toMatchObject([{ kind: "backups.failed", memberCount: 1 }]);
    world.runtime.clock.advance(MINUTE);
    await world.finish(await ask("two"));
    expect(await world.open()).toEqual([]);
  });

  test("and that fails is made up for by the next, also where AWS's clock is behind", async () => {
    await create([]);
    await world.fail(await ask("one"));
    world.runtime.clock.advance(MINUTE);
    const again = await ask("two");
    const { clock } = world.runtime;
    await world.finish(again, clock.now() - 4 * MINUTE);
    expect(await world.open()).toEqual([]);
  });

  test("and that fails is not made up for by what was made under a clock that was ahead", async () => {
    await create([]);
    const { clock } = world.runtime;
    const now = clock.now();
    clock.advance(60 * MINUTE);
    await world.finish(await ask("ahead"), now);
    clock.set(now + 10 * MINUTE);
    await world.fail(await ask("one"));
    await world.ledger();
    expect(await world.open()).toMatchObject([{ kind: "backups.failed", memberCount: 1 }]);
  });

  test("and that fails after a newer run ended well is not forgotten before it is told", async () => {
    await create(["hourly"]);
    world.runtime.clock.set(at("2026-02-01T11:50:00"));
    const asked = await ask("early");
    await finishAt(12);
    world.runtime.clock.set(at("2026-02-01T12:20:00"));
    await world.fail(asked);
    await world.ledger();
    expect(await world.open()).toMatchObject([{ kind: "backups.failed", memberCount: 1 }]);
    await finishAt(13);
    expect(await world.open()).toEqual([]);
  });
});
