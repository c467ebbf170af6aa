import { afterEach, beforeEach, expect, test } from "vitest";
import { scheduleLinks, schedules } from "../db/schema";
import { getBackupOptions } from "../backups/get-backup-options";
import { getInstanceFacets } from "../instances/get-instance-facets";
import { anonymousContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet, followAll } from "../testing/fleet";
import { listScheduleChoices } from "./list-schedule-choices";

const MANY = 230;

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const nameOf = (n: number) => `Schedule ${String(n).padStart(3, "0")}`;

/** Beside the default one, each followed by an instance. */
async function addMany(): Promise<void> {
  const [instance = ""] = await createFleet(runtime, { instances: 1 });
  const at = runtime.clock.now();
  const rows = Array.from({ length: MANY }, (_, n) => ({
    id: `sch_${n}`,
    name: nameOf(n),
    cron: "0 3 * * *",
    zone: "UTC",
    startWindowMs: 3_600_000,
    createdAt: at,
    updatedAt: at,
  }));
  const links = rows.map(({ id }) => ({
    id: `lnk_${id}`,
    scheduleId: id,
    instanceRef: instance,
    createdAt: at,
  }));
  await runtime.db.write(async (tx) => {
    await tx.insert(schedules).values(rows);
    await tx.insert(scheduleLinks).values(links);
  });
}

test("every schedule can be chosen and filtered by, however many there are", async () => {
  await addMany();
  const viewer = userContext(runtime, "viewer");
  const named = (items: ReadonlyArray<{ name: string }>) =>
    items.map(({ name }) => name).filter((name) => name.startsWith("Schedule "));
  const all = Array.from({ length: MANY }, (_, n) => nameOf(n));
  expect(named(await listScheduleChoices(viewer))).toEqual(all);
  expect(named((await getInstanceFacets(viewer)).schedules)).toEqual(all);
  expect(named((await getBackupOptions(viewer)).schedules)).toEqual(all);
});

test("a choice says when it runs, and whether somebody gave it its name", async () => {
  const [instance = ""] = await createFleet(runtime, { instances: 1 });
  await followAll(runtime, [instance], "30 1 * * *");
  const choices = await listScheduleChoices(userContext(runtime, "viewer"));
  expect(choices.map(({ isDefault, autoNamed }) => [isDefault, autoNamed])).toContainEqual([
    false,
    true,
  ]);
  expect(choices.map(({ words }) => words)).toContainEqual(expect.stringContaining("01:30"));
  await expect(listScheduleChoices(anonymousContext(runtime))).rejects.toMatchObject({
    code: "unauthorized",
  });
});
