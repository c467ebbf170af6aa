import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../context";
import { updateSettings } from "../settings/update-settings";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople, limitedTo } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { createExclusionWindow } from "./create-exclusion-window";
import { createSchedule } from "./create-schedule";
import { deleteExclusionWindow } from "./delete-exclusion-window";
import { getDefaultSchedule } from "./get-default-schedule";
import { updateExclusionWindow } from "./update-exclusion-window";
import { updateSchedule } from "./update-schedule";
import { windowsOfEverybody } from "./windows-of-everybody";

let runtime: TestRuntime;
let scheduleId: string;
let narrow: Context;
const operator = () => userContext(runtime, "operator");
const seeing = (...accounts: string[]) => limitedTo(runtime, { role: "operator", accounts });

beforeEach(async () => {
  runtime = await createTestRuntime();
  await addTestPeople(runtime);
  const [mine, others] = await createFleet(runtime, { accounts: ["acc_1", "acc_2"] });
  const made = await createSchedule(operator(), { name: "Nightly", schedule: "daily" });
  scheduleId = made.id;
  await followAll(runtime, [mine ?? "", others ?? ""], { scheduleId });
  narrow = await seeing("acc_1");
});
afterEach(() => runtime.close());

const forbidden = { code: "forbidden" };
const window = { name: "Month end", startsAt: "2026-03-01T00:00:00Z", durationMinutes: 60 };

test("a schedule is edited by nobody who does not see all that follow it", async () => {
  const edit = { scheduleId, enabled: false };
  await expect(updateSchedule(narrow, edit)).rejects.toMatchObject(forbidden);
  const both = await seeing("acc_1", "acc_2");
  expect(await updateSchedule(both, edit)).toMatchObject({ enabled: false });
});

test("nor does anybody stop their runs by an exclusion window, or move one", async () => {
  for (const of of [scheduleId, null]) {
    const made = createExclusionWindow(narrow, { ...window, scheduleId: of });
    await expect(made).rejects.toMatchObject(forbidden);
  }
  const own = await createSchedule(narrow, { name: "Mine", schedule: "daily" });
  const { id } = await createExclusionWindow(narrow, { ...window, scheduleId: own.id });
  const moved = updateExclusionWindow(narrow, { exclusionWindowId: id, scheduleId });
  await expect(moved).rejects.toMatchObject(forbidden);
  await updateExclusionWindow(operator(), { exclusionWindowId: id, scheduleId });
  const longer = { exclusionWindowId: id, durationMinutes: 600 };
  await expect(updateExclusionWindow(narrow, longer)).rejects.toMatchObject(forbidden);
  const deleted = deleteExclusionWindow(narrow, { exclusionWindowId: id });
  await expect(deleted).rejects.toMatchObject(forbidden);
});

test("a window for every schedule is made, edited and deleted by who sees every account, also where nobody else follows any yet", async () => {
  const only = await createTestRuntime();
  await addTestPeople(only);
  const [mine] = await createFleet(only, { accounts: ["acc_1", "acc_2"] });
  await followAll(only, [mine ?? ""], { schedule: "0 3 * * *" });
  const one = await limitedTo(only, { role: "operator", accounts: ["acc_1"] });
  await expect(createExclusionWindow(one, window)).rejects.toMatchObject({
    ...forbidden,
    message: expect.stringContaining("every account"),
    // The form says it where "choose one of yours" stands.
    fields: { scheduleId: [expect.any(String)] },
  });
  const { id } = await createExclusionWindow(userContext(only, "operator"), window);
  const edit = { exclusionWindowId: id, durationMinutes: 366 * 24 * 60 };
  await expect(updateExclusionWindow(one, edit)).rejects.toMatchObject(forbidden);
  const deleted = deleteExclusionWindow(one, { exclusionWindowId: id });
  await expect(deleted).rejects.toMatchObject(forbidden);
  const { id: scheduleId } = await createSchedule(one, { name: "Mine", schedule: "daily" });
  const own = await createExclusionWindow(one, { ...window, name: "Mine", scheduleId });
  const { id: defaultId } = await getDefaultSchedule(one);
  const ofDefault = createExclusionWindow(one, { ...window, scheduleId: defaultId });
  await expect(ofDefault).rejects.toMatchObject(forbidden);
  // No page offers what would be refused.
  expect(await windowsOfEverybody(one)).toEqual(new Set([null, defaultId]));
  expect(await windowsOfEverybody(userContext(only, "operator"))).toEqual(new Set());
  const widened = { exclusionWindowId: own.id, scheduleId: null };
  await expect(updateExclusionWindow(one, widened)).rejects.toMatchObject(forbidden);
  await only.close();
});

test("what holds for every account is set by nobody who sees only some", async () => {
  const limited = await limitedTo(runtime, { role: "admin", accounts: ["acc_1"] });
  await expect(updateSettings(limited, { retentionDays: 1 })).rejects.toMatchObject(forbidden);
});
