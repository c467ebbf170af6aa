import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY } from "../clock";
import { alertMembers, alerts } from "../db/schema";
import { runHousekeeping } from "../housekeeping/run-housekeeping";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { clearAlert } from "./clear-alert";
import { raiseAlerts } from "./raise-alert";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

async function raise(cause: string, members: number): Promise<void> {
  const news = Array.from({ length: members }, (_, index) => ({
    cause,
    kind: "backups.failed" as const,
    severity: "warning" as const,
    accountRef: null,
    title: cause,
    message: "failed",
    member: { entityType: "instance", entityId: `ins_${index}`, accountRef: null, message: "-" },
  }));
  await runtime.db.write((tx) => raiseAlerts(tx, systemContext(runtime), news));
}

test("alerts that closed long ago go with their members, open ones never", async () => {
  await raise("old and closed", 1_200);
  await raise("old and open", 2);
  await runtime.db.write((tx) =>
    clearAlert(tx, systemContext(runtime), { cause: "old and closed", reason: "Over." }),
  );
  runtime.clock.advance(401 * DAY);
  await raise("new", 1);
  await runHousekeeping(runtime);
  const left = await runtime.db.read.select().from(alerts);
  expect(left.map(({ cause }) => cause).toSorted()).toEqual(["new", "old and open"]);
  expect(await runtime.db.read.select().from(alertMembers)).toHaveLength(3);
});
