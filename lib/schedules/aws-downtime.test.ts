import { afterEach, expect, test } from "vitest";
import { asc, eq } from "drizzle-orm";
import { accounts, instanceDays } from "../db/schema";
import { runReconcile } from "../reconcile/run-reconcile";
import { createAwaitedWorld, type AwaitedWorld } from "../testing/awaited-world";
import { plantImages } from "../testing/reconcile-world";
import { runTick } from "./run-tick";
import { FIRED_ROWS_MAX } from "./catch-up.pure";

const HOUR = 3_600_000;

let world: AwaitedWorld;
afterEach(() => world.close());

async function days() {
  const { read } = world.runtime.db;
  const rows = await read
    .select()
    .from(instanceDays)
    .where(eq(instanceDays.instanceRef, world.first.id))
    .orderBy(asc(instanceDays.day));
  return rows.map(
    ({ day, available, missed, skipped }) => `${day} ${available}/${missed}/${skipped}`,
  );
}

/** Images as the function made them at these moments, while nobody was there. */
async function made(...moments: string[]) {
  for (const moment of moments) {
    await plantImages(world.sim, {
      instance: world.first,
      count: 1,
      before: Date.parse(`${moment}Z`) + HOUR,
      stepMs: HOUR,
      owner: world.runtime.config.installationId,
    });
  }
}

test("after days of downtime what AWS made is found, and what it did not is missed", async () => {
  world = await createAwaitedWorld();
  await world.sleepTo("2026-02-05T12:55:00");
  await made("2026-02-01T12:00:00", "2026-02-02T12:00:00", "2026-02-04T12:00:00");
  await world.liveTo("2026-02-05T13:00:00");
  expect(await world.lines(world.first.id)).toEqual([
    "2026-02-01T12:00 available",
    "2026-02-02T12:00 available",
    "2026-02-03T12:00 missed",
    "2026-02-04T12:00 available",
    "2026-02-05T12:00 expected",
    "2026-02-06T12:00 expected",
  ]);
  const backup = await world.run(world.first.id, "2026-02-02T12:00:00");
  expect(backup.imageCreatedAt).toBe(Date.parse("2026-02-02T12:00:00Z"));
  expect(await days()).toEqual([
    "2026-02-01 1/0/0",
    "2026-02-02 1/0/0",
    "2026-02-03 0/1/0",
    "2026-02-04 1/0/0",
  ]);
  // Of the last one, more than half an hour has passed.
  expect(await world.openAlerts()).toEqual(["eventbridge.silent warning"]);
  await world.fire(world.first, "2026-02-05T12:00:00");
  await world.liveTo("2026-02-05T13:06:00");
  expect((await world.run(world.first.id, "2026-02-05T12:00:00")).status).toBe("available");
  expect(await world.openAlerts()).toEqual([]);
});

test("what AWS did not make, and delivers no more, is started from here at the first look after a downtime", async () => {
  world = await createAwaitedWorld();
  await world.sleepTo("2026-02-01T14:30:00");
  await world.liveTo("2026-02-01T14:31:00");
  const backup = await world.run(world.first.id, "2026-02-01T12:00:00");
  expect(backup).toMatchObject({ status: "available", scheduler: "local" });
  expect(await world.liveImages()).toHaveLength(1);
  expect(await world.openAlerts()).toEqual([]);
  expect((await world.allAlerts()).map(({ kind }) => kind)).toEqual(["eventbridge.silent"]);
});

test("a comparison with AWS that comes before the tick leaves them to the ledger, and asks nobody", async () => {
  world = await createAwaitedWorld();
  const { first, runtime } = world;
  await runtime.db.write((tx) => tx.update(accounts).set({ retentionConfirmedAt: 1 }));
  await world.sleepTo("2026-02-03T13:00:00");
  await made("2026-02-01T12:00:00", "2026-02-02T12:00:00", "2026-02-03T12:00:00");
  await runReconcile(runtime, first);
  await world.liveTo("2026-02-03T13:02:00");
  expect(await world.lines(first.id)).toEqual([
    "2026-02-01T12:00 available",
    "2026-02-02T12:00 available",
    "2026-02-03T12:00 available",
    "2026-02-04T12:00 expected",
  ]);
  expect(await world.allAlerts()).toEqual([]);
  const [account] = await runtime.db.read.select().from(accounts);
  expect(account?.retentionConfirmedAt).toBe(1);
});

test("one that was missed is healed by a comparison, without a question to a person", async () => {
  world = await createAwaitedWorld({ startWindowMs: HOUR });
  const { first, runtime } = world;
  await runtime.db.write((tx) => tx.update(accounts).set({ retentionConfirmedAt: 1 }));
  await world.sleepTo("2026-02-01T11:59:00");
  await world.liveTo("2026-02-01T13:03:00", 10 * 60_000);
  expect((await world.run(first.id, "2026-02-01T12:00:00")).status).toBe("missed");
  await made("2026-02-01T12:00:00");
  await runReconcile(runtime, first);
  await world.liveTo("2026-02-01T13:05:00");
  const backup = await world.run(first.id, "2026-02-01T12:00:00");
  expect(backup.status).toBe("available");
  expect(await world.attempts(backup.id)).toMatchObject([{ number: 1, status: "accepted" }]);
  expect(await days()).toEqual(["2026-02-01 1/0/0"]);
  expect(await world.openAlerts()).toEqual([]);
});

test("an image of a moment that nobody knows is adopted, and asks as any other", async () => {
  world = await createAwaitedWorld();
  await made("2026-02-01T10:00:00");
  await runReconcile(world.runtime, world.first);
  expect(await world.lines(world.first.id)).toEqual(["2026-02-01T12:00 expected"]);
  expect(await world.openAlerts()).toEqual(["reconcile.adopted warning"]);
});

test("a report of what was missed is looked after, and heals it", async () => {
  world = await createAwaitedWorld({ startWindowMs: HOUR });
  const { first } = world;
  await world.sleepTo("2026-02-01T11:59:00");
  await world.liveTo("2026-02-01T13:03:00", 10 * 60_000);
  const missed = await world.run(first.id, "2026-02-01T12:00:00");
  expect(missed).toMatchObject({ status: "missed", notBeforeAt: null });
  await world.report(missed, "succeeded", "The function says that it made an image.");
  await world.lookNow(missed);
  await world.liveTo("2026-02-01T13:04:00");
  expect(await world.run(first.id, "2026-02-01T12:00:00")).toMatchObject({ status: "missed" });
  await world.fire(first, "2026-02-01T12:00:00");
  await world.liveTo("2026-02-01T13:20:00");
  expect((await world.run(first.id, "2026-02-01T12:00:00")).status).toBe("available");
});

test("a clock that was ahead leaves nothing behind once it is right", async () => {
  world = await createAwaitedWorld();
  const { first, runtime } = world;
  runtime.clock.set(Date.parse("2026-02-03T12:01:00Z"));
  await runTick(runtime);
  expect(await world.lines(first.id)).toEqual([
    "2026-02-01T12:00 expected",
    "2026-02-02T12:00 expected",
    "2026-02-03T12:00 expected",
    "2026-02-04T12:00 expected",
  ]);
  runtime.clock.set(Date.parse("2026-02-01T11:59:00Z"));
  await world.sim.control.advance({ ms: 59 * 60_000 });
  await world.liveTo("2026-02-01T12:00:00");
  expect(await world.lines(first.id)).toEqual([
    "2026-02-01T12:00 expected",
    "2026-02-02T12:00 expected",
  ]);
  await world.fire(first, "2026-02-01T12:00:00");
  await world.liveTo("2026-02-01T12:04:00");
  expect(await world.lines(first.id)).toEqual([
    "2026-02-01T12:00 available",
    "2026-02-02T12:00 expected",
  ]);
});

test("of very many moments each of the newest thousand is looked for", async () => {
  world = await createAwaitedWorld({ cron: "*/5 * * * *" });
  const { first } = world;
  await world.sleepTo("2026-02-06T11:01:00");
  await world.liveTo("2026-02-06T11:08:00");
  const lines = await world.lines(first.id);
  expect(lines.filter((line) => line.endsWith("missed"))).toHaveLength(FIRED_ROWS_MAX + 1);
  expect(lines[0]).toMatch(/^2026-02-01T11:05 missed ×\d+$/);
  // An older one that AWS made is adopted by a comparison, counted once, and asks nobody.
  const before = await days();
  await made("2026-02-01T12:00:00");
  await runReconcile(world.runtime, first);
  await world.liveTo("2026-02-06T11:09:00");
  const [from, to] = [before[0], (await days())[0]].map((day) => day?.split(" ")[1]?.split("/"));
  expect(to).toEqual([String(Number(from?.[0]) + 1), String(Number(from?.[1]) - 1), "0"]);
  expect(await world.openAlerts()).not.toContain("reconcile.adopted warning");
});
