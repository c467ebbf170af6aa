import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY } from "#lib/clock";
import { instanceDays, instances } from "#lib/db/schema/index";
import { anonymousContext, userContext } from "#lib/testing/contexts";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { explainReads } from "#lib/testing/explain-reads";
import { createFleet } from "#lib/testing/fleet";
import { listBackupDays } from "./list-backup-days";
import { listPlaces } from "./list-places";
import type { ListBackupDaysInput } from "./schemas";

const NOW = Date.parse("2026-02-10T12:00:00Z");
let runtime: TestRuntime;
let ids: string[];

beforeEach(async () => {
  runtime = await createTestRuntime({ now: NOW });
  ids = await createFleet(runtime, { accounts: ["acc_1", "acc_2"], instances: 3 });
});
afterEach(() => runtime.close());

const viewer = () => userContext(runtime, "viewer");

interface Day {
  instance: string;
  ago: number;
  available?: number;
  failed?: number;
  missed?: number;
  skipped?: number;
}

async function addDays(rows: readonly Day[]) {
  await runtime.db.write((tx) =>
    tx.insert(instanceDays).values(
      rows.map(({ instance, ago, ...counts }) => {
        const day = new Date(NOW - ago * DAY).toISOString().slice(0, 10);
        return { id: `${instance}-${day}`, instanceRef: instance, day, ...counts };
      }),
    ),
  );
}

it("gives a letter for each day, oldest first, and nothing of days beyond them", async () => {
  const [first = ""] = ids;
  await addDays([
    { instance: first, ago: 0, available: 2 },
    { instance: first, ago: 1, available: 1, failed: 1 },
    { instance: first, ago: 2, available: 1, missed: 1 },
    { instance: first, ago: 3, failed: 1, skipped: 1 },
    { instance: first, ago: 4, missed: 1 },
    { instance: first, ago: 5, skipped: 1 },
    { instance: first, ago: 6 },
    { instance: first, ago: 9, available: 1 },
  ]);
  const { items, fromDay } = await listBackupDays(viewer(), { days: 8 });
  expect(fromDay).toBe("2026-02-03");
  expect(items[0]).toMatchObject({ instance: { id: first, name: "server 0" }, codes: "--sxxmmo" });
  expect(items[1]?.codes).toBe("--------");
});

it("lists those that need somebody first, the most urgent of them first, then by name", async () => {
  const set = (id: string | undefined, patch: Partial<typeof instances.$inferInsert>) =>
    runtime.db.write((tx) =>
      tx
        .update(instances)
        .set(patch)
        .where(eq(instances.id, id ?? "")),
    );
  await set(ids[0], { paused: true });
  await set(ids[4], { state: "terminated" });
  const all: string[] = [];
  const healths: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listBackupDays(viewer(), { limit: 2, cursor });
    expect(page.total).toBe(6);
    all.push(...page.items.map(({ instance }) => instance.id));
    healths.push(...page.items.map(({ health }) => health));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  // Without a credential is more urgent than gone; the paused one needs nobody.
  expect(all).toEqual([ids[3], ids[1], ids[2], ids[5], ids[4], ids[0]]);
  expect(healths).toEqual([...Array.from({ length: 5 }, () => "needs_you"), "paused"]);
});

it("shows what is asked for, of the caller's own accounts, and of nobody else's", async () => {
  const idsOf = async (input: ListBackupDaysInput, accounts: "all" | string[] = "all") => {
    const page = await listBackupDays(userContext(runtime, "viewer", { accounts }), input);
    return page.items.map(({ instance }) => instance.id).toSorted();
  };
  expect(await idsOf({ account: "111111111112" })).toEqual(ids.slice(3));
  expect(await idsOf({ health: "protected" })).toEqual([]);
  expect(await idsOf({ region: "us-east-1" })).toEqual([]);
  expect(await idsOf({}, ["acc_1"])).toEqual(ids.slice(0, 3));
  expect(await idsOf({ account: "acc_2" }, ["acc_1"])).toEqual([]);
  expect(await idsOf({}, [])).toEqual([]);
  await expect(listBackupDays(anonymousContext(runtime))).rejects.toMatchObject({
    code: "unauthorized",
  });
});

it("reads no backups, and of the days only those of its instances", async () => {
  const plans = await explainReads(runtime, () => listBackupDays(viewer()));
  expect(plans.filter((line) => /backups/.test(line))).toEqual([]);
  expect(plans.filter((line) => line.includes("instance_days"))).toEqual([
    expect.stringMatching(/^SEARCH instance_days USING INDEX instance_days_instance_day/),
  ]);
});

it("listPlaces names where the caller's instances are", async () => {
  const places = await listPlaces(userContext(runtime, "viewer", { accounts: ["acc_2"] }));
  expect(places).toEqual({ accounts: ["111111111112"], regions: ["eu-central-1"] });
  await expect(listPlaces(anonymousContext(runtime))).rejects.toMatchObject({
    code: "unauthorized",
  });
});
