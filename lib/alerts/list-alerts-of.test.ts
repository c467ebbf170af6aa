import { afterEach, beforeEach, expect, test } from "vitest";
import { anonymousContext, systemContext, userContext } from "../testing/contexts";
import { UnauthorizedError } from "../errors";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { INSTANCE_KINDS } from "./alert-kinds";
import { clearEntities } from "./clear-alert";
import { listAlertsOf } from "./list-alerts-of";
import { listOpenAlerts } from "./list-open-alerts";
import { raiseAlerts } from "./raise-alert";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

test("tells of each instance the alert that it is not well by, and of no other", async () => {
  await runtime.db.write(async (tx) => {
    const ctx = systemContext(runtime);
    const base = { severity: "warning", accountRef: null, title: "t", message: "m" } as const;
    const member = (entityId: string) => ({
      entityType: "instance",
      entityId,
      accountRef: null,
      message: "m",
    });
    await raiseAlerts(tx, ctx, [
      { ...base, cause: "a", kind: "backups.failed", member: member("ins_1") },
      { ...base, cause: "a", kind: "backups.failed", member: member("ins_2") },
      { ...base, cause: "b", kind: "backups.slow", member: member("ins_3") },
    ]);
    await clearEntities(tx, ctx, {
      entityType: "instance",
      entityIds: ["ins_2"],
      kinds: ["backups.failed"],
      reason: "Well.",
    });
  });
  const ctx = userContext(runtime, "viewer");
  const open = await listOpenAlerts(ctx, { limit: 10 });
  const failing = open.find(({ kind }) => kind === "backups.failed");
  const of = {
    entityType: "instance",
    entityIds: ["ins_1", "ins_2", "ins_3", "ins_4"],
    kinds: INSTANCE_KINDS,
  };
  expect([...(await listAlertsOf(ctx, of))]).toEqual([["ins_1", failing?.id]]);
  await expect(listAlertsOf(anonymousContext(runtime), of)).rejects.toThrow(UnauthorizedError);
});
