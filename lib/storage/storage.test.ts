import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changeStatus, changeStatuses, type StatusChange } from "../backups/change-status";
import { DAY } from "../clock";
import { accountDays, backups, instances } from "../db/schema";
import { anonymousContext, systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { createFleet } from "../testing/fleet";
import { addHistory, type HistoryEntry } from "../testing/history";
import { getStorage } from "./get-storage";
import { recordStored } from "./record-stored";
import { countBytes } from "./storage.repo";

const GIB = 1024 ** 3;
const NOW = Date.parse("2026-02-10T12:00:00Z");
let runtime: TestRuntime;
let ids: string[];

beforeEach(async () => {
  runtime = await createTestRuntime({ now: NOW });
  ids = await createFleet(runtime, { accounts: ["acc_1", "acc_2"], instances: 2 });
});
afterEach(() => runtime.close());

const viewer = (accounts: "all" | string[] = "all") => userContext(runtime, "viewer", { accounts });

/** So many days old, of so many GiB. */
function old(days: number, gib: number, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { at: NOW - days * DAY, sizeBytes: gib * GIB, ...more };
}

async function bytesOf(instance: number): Promise<number | undefined> {
  const [row] = await runtime.db.read
    .select()
    .from(instances)
    .where(eq(instances.id, ids[instance] ?? ""));
  return row?.availableBytes;
}

async function storedDays(accountRef: string): Promise<string[]> {
  const rows = await runtime.db.read
    .select()
    .from(accountDays)
    .where(eq(accountDays.accountRef, accountRef));
  return rows.map(({ day, storedImages, storedBytes }) => {
    return `${day} ${storedImages} ${(storedBytes ?? 0) / GIB}`;
  });
}

test("an instance's stored size follows its images, one by one and many at once", async () => {
  const ctx = systemContext(runtime);
  for (const id of ids) await addHistory(runtime, id, [{ at: NOW, status: "pending" }]);
  const rows = await runtime.db.read.select().from(backups);
  const changes = rows.map((backup): StatusChange => {
    const set = { sizeBytes: 3 * GIB, endedAt: NOW };
    return { backup, to: "available", trigger: "completed", set, message: "Done." };
  });
  await runtime.db.write((tx) => changeStatuses(tx, ctx, changes.slice(0, 2)));
  const [one] = await runtime.db.write((tx) => changeStatuses(tx, ctx, changes.slice(2, 3)));
  expect(await Promise.all([0, 1, 2, 3].map(bytesOf))).toEqual([3 * GIB, 3 * GIB, 3 * GIB, 0]);
  if (!one) throw new Error("one has changed");
  const gone = { backup: one, to: "gone", trigger: "vanished", message: "Gone." } as const;
  await runtime.db.write((tx) => changeStatus(tx, ctx, gone));
  const [, , instance] = ids;
  expect(instance).toBe(one.instanceRef);
  expect(await bytesOf(2)).toBe(0);
});

test("the first count sets sizes right and works out the days before, the next only its own day", async () => {
  await addHistory(runtime, ids[0] ?? "", [
    old(100, 8),
    old(2, 4),
    old(3, 2, { status: "deleted", imageCreatedAt: NOW - 3 * DAY, imageRemovedAt: NOW - DAY }),
  ]);
  await recordStored(runtime);
  expect(await bytesOf(0)).toBe(12 * GIB);
  expect((await storedDays("acc_1")).slice(-5)).toEqual([
    "2026-02-06 1 8",
    "2026-02-07 2 10",
    "2026-02-08 3 14",
    "2026-02-09 2 12",
    // The helper counts what is deleted as well.
    "2026-02-10 3 12",
  ]);
  expect(await storedDays("acc_1")).toHaveLength(91);

  await runtime.db.write((tx) => tx.update(instances).set({ availableBytes: 10 * GIB }));
  await recordStored(runtime);
  expect((await storedDays("acc_1")).at(-1)).toBe("2026-02-10 3 20");
  runtime.clock.advance(DAY);
  await recordStored(runtime);
  expect((await storedDays("acc_1")).slice(-2)).toEqual(["2026-02-10 3 20", "2026-02-11 3 12"]);
  expect(await storedDays("acc_1")).toHaveLength(92);
});

test("a round that finds nothing new writes nothing, and one that is stopped stops", async () => {
  await addHistory(runtime, ids[0] ?? "", [old(2, 4)]);
  const stopped = AbortSignal.abort();
  await recordStored(runtime, { signal: stopped });
  expect(await storedDays("acc_1")).toEqual([]);
  await recordStored(runtime);
  const before = await runtime.db.read.select().from(accountDays);
  await recordStored(runtime);
  expect(await runtime.db.read.select().from(accountDays)).toEqual(before);
});

test("days on which one account was not counted show no fall of the whole", async () => {
  await addHistory(runtime, ids[0] ?? "", [old(2, 60)]);
  await addHistory(runtime, ids[2] ?? "", [old(2, 40)]);
  await recordStored(runtime);
  // The process stopped between the two accounts, and came back two days later.
  runtime.clock.advance(DAY);
  await recordStored(runtime);
  await runtime.db.write((tx) =>
    tx
      .delete(accountDays)
      .where(and(eq(accountDays.accountRef, "acc_2"), eq(accountDays.day, "2026-02-11"))),
  );
  runtime.clock.advance(2 * DAY);
  await recordStored(runtime);
  const whole = { images: 2, bytes: 100 * GIB };
  expect((await getStorage(viewer(), { days: 4 })).days).toEqual([
    { day: "2026-02-10", ...whole },
    { day: "2026-02-11", ...whole },
    { day: "2026-02-12", ...whole },
    { day: "2026-02-13", ...whole },
  ]);
});

test("a clock that was ahead leaves no day behind that would not be counted anew", async () => {
  await addHistory(runtime, ids[0] ?? "", [old(2, 60)]);
  await recordStored(runtime);
  runtime.clock.advance(30 * DAY);
  await recordStored(runtime);
  runtime.clock.advance(-30 * DAY);
  await recordStored(runtime);
  await runtime.db.write((tx) => tx.update(instances).set({ availableBytes: 1 }));
  runtime.clock.advance(DAY);
  await recordStored(runtime);
  expect((await storedDays("acc_1")).filter((day) => !day.includes("null")).at(-1)).toBe(
    "2026-02-11 1 60",
  );
  expect(await bytesOf(0)).toBe(60 * GIB);
});

test("size and cost are at most, with the price, of the caller's own accounts", async () => {
  await addHistory(runtime, ids[0] ?? "", [old(2, 60)]);
  await addHistory(runtime, ids[2] ?? "", [old(1, 40)]);
  await recordStored(runtime);
  expect(await getStorage(viewer(), { days: 4 })).toEqual({
    now: { images: 2, bytes: 100 * GIB, monthlyUsdAtMost: 5 },
    usdPerGiBMonth: 0.05,
    days: [
      { day: "2026-02-07", images: 0, bytes: 0 },
      { day: "2026-02-08", images: 1, bytes: 60 * GIB },
      { day: "2026-02-09", images: 2, bytes: 100 * GIB },
      { day: "2026-02-10", images: 2, bytes: 100 * GIB },
    ],
  });
  expect(await getStorage(viewer(["acc_2"]), { days: 1 })).toMatchObject({
    now: { images: 1, bytes: 40 * GIB },
    days: [{ day: "2026-02-10", images: 1 }],
  });
  expect(await getStorage(viewer([]))).toMatchObject({ now: { images: 0, bytes: 0 } });
  await expect(getStorage(anonymousContext(runtime))).rejects.toMatchObject({
    code: "unauthorized",
  });
});

test("a page reads no backups for it, and the count goes by indexes", async () => {
  const page = await explainReads(runtime, () => getStorage(viewer()));
  expect(page.filter((line) => /backups/.test(line))).toEqual([]);
  expect(page.filter((line) => line.includes("SCAN account_days"))).toEqual([]);
  const count = await explainReads(runtime, async () => {
    await recordStored(runtime);
    await countBytes(runtime.db.read, ["a", "b"]);
  });
  expect(count.filter((line) => line.includes("SCAN backups"))).toEqual([]);
  expect(count.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
});
