import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scheduleLinks } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet } from "../testing/fleet";
import { listNextRuns } from "./list-next-runs";
import { listSchedules } from "./list-schedules";
import { updateSchedule } from "./update-schedule";

let runtime: TestRuntime;
const admin = () => userContext(runtime, "admin");

beforeEach(async () => {
  runtime = await createTestRuntime({ now: Date.parse("2026-02-01T11:00:00Z") });
  await addTestPeople(runtime);
  const [first = ""] = await createFleet(runtime, { instances: 2, schedules: ["daily"] });
  const set = { scheduler: "eventbridge", awsFromAt: runtime.clock.now(), awsVersion: 1 } as const;
  await runtime.db.write((tx) =>
    tx.update(scheduleLinks).set(set).where(eq(scheduleLinks.instanceRef, first)),
  );
});
afterEach(() => runtime.close());

async function read() {
  const { items } = await listNextRuns(admin());
  const all = await listSchedules(admin(), { state: "used" });
  return {
    startedBy: items.map(({ scheduler }) => scheduler),
    schedules: all.items.map(({ id, awsInstanceCount, instanceCount }) => {
      return { id, awsInstanceCount, instanceCount };
    }),
  };
}

test("runs ahead and schedules say who starts them, and an edit gives them back to AMIVault", async () => {
  const before = await read();
  expect(before.startedBy.toSorted()).toEqual(["eventbridge", "local"]);
  expect(before.schedules).toMatchObject([{ awsInstanceCount: 1, instanceCount: 2 }]);
  const [schedule] = before.schedules;
  await updateSchedule(admin(), { scheduleId: schedule?.id ?? "", schedule: "30 4 * * *" });
  const after = await read();
  expect(after.startedBy).toEqual(["local", "local"]);
  expect(after.schedules).toMatchObject([{ awsInstanceCount: 0, instanceCount: 2 }]);
});
