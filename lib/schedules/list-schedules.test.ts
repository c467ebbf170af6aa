import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { schedules, scheduleLinks } from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { userContext } from "../testing/contexts";
import { explainReads } from "../testing/explain-reads";
import { createFleet, followAll } from "../testing/fleet";
import { listScheduleZones } from "./list-zones";
import { createSchedule } from "./create-schedule";
import { listSchedules } from "./list-schedules";
import type { ListSchedulesInput } from "./schemas";
import { updateSchedule } from "./update-schedule";

let runtime: TestRuntime;
const NOW = Date.parse("2026-02-01T11:30:00Z");
const operator = () => userContext(runtime, "operator");

beforeEach(async () => {
  runtime = await createTestRuntime({ now: NOW });
  await addTestPeople(runtime);
});
afterEach(() => runtime.close());

async function add(name: string, schedule: string, zone = "UTC"): Promise<string> {
  return (await createSchedule(operator(), { name, schedule, zone })).id;
}

async function namesOf(input: ListSchedulesInput = {}): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSchedules(operator(), { limit: 2, ...input, cursor });
    names.push(...page.items.map(({ name }) => name));
    expect(page.total).toBeGreaterThanOrEqual(names.length);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return names;
}

describe("the list of schedules", () => {
  test("goes by the next moment that something is due, over all pages; what asks for nothing is last", async () => {
    const [first = "", second = ""] = await createFleet(runtime, { instances: 2 });
    const late = await add("a late", "0 20 * * *");
    const soon = await add("z soon", "0 12 * * *");
    const paused = await add("b paused", "45 11 * * *");
    await add("c unused", "40 11 * * *");
    await followAll(runtime, [first], { scheduleId: late });
    await followAll(runtime, [first, second], { scheduleId: soon });
    await followAll(runtime, [first], { scheduleId: paused });
    await updateSchedule(operator(), { scheduleId: paused, enabled: false });

    const byRun = await namesOf({ sort: "nextRun" });
    expect(byRun.slice(0, 2)).toEqual(["z soon", "a late"]);
    expect(byRun.slice(2).toSorted()).toEqual(["Default", "b paused", "c unused"].toSorted());
    expect(await namesOf({ sort: "name" })).toEqual(byRun.toSorted());
    const { items } = await listSchedules(operator(), { sort: "nextRun" });
    expect(items[0]).toMatchObject({ nextDueAt: "2026-02-01T12:00:00.000Z", instanceCount: 2 });
    expect(items.at(-1)?.nextDueAt).toBeNull();
  });

  test("is narrowed by state, zone and text, and counts what is left", async () => {
    const [instance = ""] = await createFleet(runtime, { instances: 1 });
    const used = await add("used", "0 20 * * *", "Asia/Tokyo");
    await add("unused", "0 20 * * *", "America/New_York");
    await followAll(runtime, [instance], { scheduleId: used });
    expect(await namesOf({ state: "used" })).toEqual(["used"]);
    expect(await namesOf({ state: "unused", search: "unu" })).toEqual(["unused"]);
    expect(await namesOf({ zone: "Asia/Tokyo" })).toEqual(["used"]);
    expect(await namesOf({ state: "paused" })).toEqual([]);
    await updateSchedule(operator(), { scheduleId: used, enabled: false });
    expect(await namesOf({ state: "paused" })).toEqual(["used"]);
    expect(await listScheduleZones(operator())).toEqual(
      expect.arrayContaining(["America/New_York", "Asia/Tokyo"]),
    );
  });

  test("refuses a cursor of the other order", async () => {
    await createFleet(runtime, { instances: 0 });
    await add("a", "0 20 * * *");
    await add("b", "0 20 * * *");
    const { nextCursor } = await listSchedules(operator(), { limit: 1, sort: "nextRun" });
    const wrong = { limit: 1, sort: "name", cursor: nextCursor ?? "" } as const;
    await expect(listSchedules(operator(), wrong)).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: ["cursor"] })],
    });
  });

  test("who sees some accounts alone learns of no other's followers by a filter, an order or a next run", async () => {
    const [mine = "", others = ""] = await createFleet(runtime, { accounts: ["acc_1", "acc_2"] });
    const theirs = await add("a theirs", "0 12 * * *");
    const ours = await add("b ours", "0 20 * * *");
    await add("c unused", "0 13 * * *");
    await followAll(runtime, [mine], { scheduleId: ours });
    await followAll(runtime, [others], { scheduleId: theirs });
    const narrow = userContext(runtime, "viewer", { accounts: ["acc_1"] });
    const list = async (input: ListSchedulesInput) => (await listSchedules(narrow, input)).items;
    const names = async (input: ListSchedulesInput) =>
      (await list(input)).map(({ name }) => name).filter((name) => name !== "Default");
    expect(await names({ state: "used" })).toEqual(["b ours"]);
    expect(await names({ state: "unused" })).toEqual(["a theirs", "c unused"]);
    expect((await names({ sort: "nextRun" }))[0]).toBe("b ours");
    const dues = (await list({ sort: "name" })).map(({ name, nextDueAt }) => [name, nextDueAt]);
    expect(Object.fromEntries(dues)).toMatchObject({
      "a theirs": null,
      "b ours": "2026-02-01T20:00:00.000Z",
      "c unused": null,
    });
    expect((await listSchedules(narrow, { state: "used" })).total).toBe(1);
    expect((await listSchedules(operator(), { state: "used" })).total).toBe(2);
  });

  test("of 2,000 seeks each schedule's next moment in an index", async () => {
    const [instance = ""] = await createFleet(runtime, { instances: 1 });
    await addMany(instance, 2_000);
    const plans = await explainReads(runtime, async () => {
      const { items, total } = await listSchedules(operator(), { sort: "nextRun", limit: 50 });
      expect(total).toBeGreaterThanOrEqual(2_000);
      const dues = items.map(({ nextDueAt }) => Date.parse(nextDueAt ?? ""));
      expect(dues).toEqual(dues.toSorted((a, b) => a - b));
      expect(dues[0]).toBe(NOW + 60_000);
    });
    expect(plans.filter((line) => line.startsWith("SCAN schedule_links"))).toEqual([]);
    expect(plans.some((line) => line.includes("schedule_links_schedule_due"))).toBe(true);
  });
});

async function addMany(instanceRef: string, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (let from = 0; from < count; from += 250) {
    const some = numbers.slice(from, from + 250);
    await runtime.db.write(async (tx) => {
      await tx.insert(schedules).values(
        some.map((n) => ({
          id: `sch_${n}`,
          name: `s ${n}`,
          cron: "0 2 * * *",
          zone: "UTC",
          startWindowMs: 60_000,
          createdAt: NOW,
          updatedAt: NOW,
        })),
      );
      await tx.insert(scheduleLinks).values(
        some.map((n) => ({
          id: `lnk_${n}`,
          scheduleId: `sch_${n}`,
          instanceRef,
          // Not in the order of their names or ids.
          nextDueAt: NOW + (((n * 7_919) % count) + 1) * 60_000,
          createdAt: NOW,
        })),
      );
    });
  }
}
