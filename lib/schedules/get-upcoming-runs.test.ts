import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { instances } from "../db/schema";
import { pauseInstance } from "../instances/pause-instance";
import { anonymousContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { explainReads } from "../testing/explain-reads";
import { createFleet } from "../testing/fleet";
import { createExclusionWindow } from "./create-exclusion-window";
import { getUpcomingRuns } from "./get-upcoming-runs";

let runtime: TestRuntime;
let ids: string[];

beforeEach(async () => {
  runtime = await createTestRuntime({ now: Date.parse("2026-02-01T11:40:00Z") });
  await addTestPeople(runtime);
  ids = await createFleet(runtime, {
    accounts: ["acc_1", "acc_2"],
    instances: 3,
    schedules: ["0 2 * * *"],
  });
});
afterEach(() => runtime.close());

const admin = (accounts: "all" | string[] = "all") => userContext(runtime, "admin", { accounts });

test("the next day says what starts when, by which schedule, of the caller's accounts", async () => {
  const day = await getUpcomingRuns(admin());
  expect(day).toMatchObject({
    from: "2026-02-01T11:30:00.000Z",
    to: "2026-02-02T11:30:00.000Z",
    starts: 6,
    skipped: 0,
    schedules: [{ words: "every day at 02:00 UTC" }],
  });
  expect(day.slots.find(({ starts }) => starts > 0)).toMatchObject({
    at: "2026-02-02T02:00:00.000Z",
    schedules: [{ starts: 6 }],
  });
  expect(await getUpcomingRuns(admin(["acc_2"]))).toMatchObject({ starts: 3 });
  expect(await getUpcomingRuns(admin([]))).toMatchObject({ starts: 0, schedules: [] });
});

test("what is paused is told, what is gone is not, and windows say what they skip", async () => {
  await pauseInstance(admin(), { instanceId: ids[0] ?? "" });
  await runtime.db.write((tx) =>
    tx
      .update(instances)
      .set({ state: "terminated" })
      .where(eq(instances.id, ids[1] ?? "")),
  );
  await createExclusionWindow(admin(), {
    name: "Night",
    schedule: "0 1 * * *",
    durationMinutes: 120,
  });
  expect(await getUpcomingRuns(admin())).toMatchObject({
    starts: 0,
    skipped: 4,
    paused: 1,
    windows: [{ name: "Night", startsAt: "2026-02-02T01:00:00.000Z" }],
  });
});

test("is for those who may see schedules, and reads neither backups nor occurrences", async () => {
  await expect(getUpcomingRuns(anonymousContext(runtime))).rejects.toMatchObject({
    code: "unauthorized",
  });
  const plans = await explainReads(runtime, () => getUpcomingRuns(admin()));
  expect(plans.filter((line) => /backups|occurrences/.test(line))).toEqual([]);
});
