import { afterEach, expect, test } from "vitest";
import { backups, scheduleLinks } from "../db/schema";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { advanceDueLinks } from "./advance-due-links";

let runtime: TestRuntime;
afterEach(() => runtime.close());

test("very many that AWS fires are far behind: each round of few writes comes further", async () => {
  runtime = await createTestRuntime({ now: Date.parse("2026-02-01T11:00:00Z") });
  await createFleet(runtime, { instances: 120, schedules: ["daily"] });
  const aws = { scheduler: "eventbridge", awsVersion: 1, awsFromAt: 0 } as const;
  await runtime.db.write((tx) => tx.update(scheduleLinks).set(aws));
  runtime.clock.set(Date.parse("2026-02-08T03:00:00Z"));
  const ctx = systemContext(runtime);
  let rounds = 1;
  while (!(await advanceDueLinks(ctx, { writesMax: 3 })) && rounds < 40) rounds += 1;
  expect(rounds).toBeLessThan(40);
  const rows = await runtime.db.read.select().from(backups);
  const open = rows.filter(({ notBeforeAt }) => notBeforeAt !== null);
  expect(open).toHaveLength(120 * 7);
  expect(open.every(({ status }) => status === "expected")).toBe(true);
  expect(rows).toHaveLength(120 * 8);
});
