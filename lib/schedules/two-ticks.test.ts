import { eq, sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { DAY, HOUR } from "../clock";
import { backups, occurrences, scheduleLinks } from "../db/schema";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { readLedgerLines } from "../testing/ledger";
import { measureTurns } from "../testing/measure-turns";
import { advanceDueLinks } from "./advance-due-links";
import { runTick } from "./run-tick";

const START = Date.parse("2026-02-01T11:30:00Z");
const open: TestRuntime[] = [];

afterEach(async () => {
  for (const runtime of open.splice(0).toReversed()) await runtime.close();
});

async function start(options: Parameters<typeof createTestRuntime>[0] = {}): Promise<TestRuntime> {
  const runtime = await createTestRuntime({ now: START, ...options });
  open.push(runtime);
  return runtime;
}

async function countByStatus(runtime: TestRuntime): Promise<Record<string, number>> {
  const rows = await runtime.db.read
    .select({ status: backups.status, count: sql<number>`count(*)` })
    .from(backups)
    .groupBy(backups.status);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

test("two processes that tick at once write each moment once", async () => {
  const first = await start();
  await createFleet(first, { instances: 60, schedules: ["hourly", "*/15 * * * *"] });
  const second = await start({ folder: first.folder, seed: "second" });
  for (const clock of [first.clock, second.clock]) clock.set(START + 40 * 60_000);
  await Promise.all([runTick(first), runTick(second), runTick(first), runTick(second)]);
  expect(await countByStatus(first)).toEqual({
    // 11:45 of every quarter of an hour; 12:00 is shared by both schedules.
    missed: 60,
    queued: 60,
    // 12:15 and 13:00.
    expected: 120,
  });
  const doubles = await first.db.read
    .select({ instance: occurrences.linkId })
    .from(occurrences)
    .groupBy(occurrences.linkId, occurrences.dueAt)
    .having(sql`count(*) > 1`);
  expect(doubles).toEqual([]);
});

test("a thousand links due at once are queued without holding up the process for 100 ms", async () => {
  const runtime = await start();
  await createFleet(runtime, { instances: 1_000, schedules: ["hourly"] });
  runtime.clock.set(START + 30 * 60_000);
  const turns = await measureTurns(() => runTick(runtime));
  expect(await countByStatus(runtime)).toEqual({ queued: 1_000, expected: 1_000 });
  expect(turns.count).toBeGreaterThan(20);
  expect(turns.p90Ms).toBeLessThan(100);
});

test("a week of downtime is caught up in small steps, over several ticks", async () => {
  const runtime = await start();
  await createFleet(runtime, { instances: 30, schedules: ["hourly"] });
  runtime.clock.set(START + 7 * DAY);
  const turns = await measureTurns(async () => {
    // What one tick leaves is still due, and the next one goes on with it.
    await runTick(runtime);
    await runTick(runtime);
  });
  expect(await countByStatus(runtime)).toEqual({ missed: 30 * 101, queued: 30, expected: 30 });
  expect(turns.p90Ms).toBeLessThan(100);
});

test("after a long downtime every link's newest moment is queued before anything missed is written", async () => {
  const runtime = await start();
  const links = 210;
  await createFleet(runtime, { instances: links, schedules: ["hourly"] });
  runtime.clock.set(START + 5 * HOUR);
  const ctx = systemContext(runtime);
  // 50 links in a write, in pages of 200: just enough for all of them, and none for the past.
  expect(await advanceDueLinks(ctx, { writesMax: 4 })).toBe(false);
  expect(await countByStatus(runtime)).toEqual({ queued: 200, expected: links });
  expect(await advanceDueLinks(ctx, { writesMax: 1 })).toBe(false);
  expect(await countByStatus(runtime)).toEqual({ queued: links, expected: links });
  // What was announced when the downtime began is missed, and the next one is announced.
  await advanceDueLinks(ctx, { writesMax: 1 });
  expect((await countByStatus(runtime))["missed"]).toBeGreaterThan(0);
  expect(await advanceDueLinks(ctx, { writesMax: 1_000 })).toBe(true);
  expect(await countByStatus(runtime)).toEqual({
    missed: links * 4,
    queued: links,
    expected: links,
  });
});

test("the queue is given what each account's bucket admits, in turn", async () => {
  const runtime = await start({ env: { AMIVAULT_API_SHARE_PERCENT: "50" } });
  const accounts = ["acc_a", "acc_b"];
  await createFleet(runtime, { accounts, instances: 60, schedules: ["hourly"] });
  runtime.clock.set(START + HOUR);
  await runTick(runtime);
  const rows = await runtime.db.read
    .select({ id: backups.id, accountRef: backups.accountRef })
    .from(backups);
  const accountOf = new Map(rows.map(({ id, accountRef }) => [id, accountRef]));
  const order = runtime.queue.waiting().map(({ key }) => accountOf.get(key));
  // CreateImage: 50 in the bucket and 5 a second, of which half, over 5 s: 25 + 12 each.
  expect(order).toHaveLength(2 * 37);
  expect(new Set(order.slice(0, 2)).size).toBe(2);
});

test("a link that moved since it was read is left alone", async () => {
  const runtime = await start();
  const [id = ""] = await createFleet(runtime, { schedules: ["hourly"] });
  runtime.clock.set(START + HOUR);
  await runTick(runtime);
  const [link] = await runtime.db.read
    .select()
    .from(scheduleLinks)
    .where(eq(scheduleLinks.instanceRef, id));
  expect(link?.nextDueAt).toBe(Date.parse("2026-02-01T13:00:00Z"));
  await runTick(runtime);
  expect(await readLedgerLines(runtime, id)).toEqual([
    "2026-02-01T12:00 queued",
    "2026-02-01T13:00 expected",
  ]);
});
