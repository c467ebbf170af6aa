import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { alerts, scheduleLinks } from "../db/schema";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { measureTurns } from "../testing/measure-turns";
import { alertUnreadable } from "./alert-unreadable";
import { listLinksById } from "./schedule-links.repo";

let runtime: TestRuntime;
afterEach(() => runtime.close());

test("a schedule that a thousand instances follow holds up nobody, neither told nor closed", async () => {
  runtime = await createTestRuntime();
  await createFleet(runtime, { instances: 1_000, schedules: ["daily"] });
  const { read } = runtime.db;
  const links = await read.select({ id: scheduleLinks.id }).from(scheduleLinks);
  const ids = links.map(({ id }) => id);
  const unreadable = await listLinksById(read, ids);
  const ctx = systemContext(runtime);
  const readAlerts = () =>
    read.select().from(alerts).where(eq(alerts.kind, "schedules.unreadable"));
  const told = await measureTurns(() => alertUnreadable(ctx, unreadable));
  expect(await readAlerts()).toMatchObject([{ status: "open", memberCount: 1_000 }]);
  const closed = await measureTurns(() => alertUnreadable(ctx, []));
  expect(await readAlerts()).toMatchObject([{ status: "closed", memberCount: 0 }]);
  expect(Math.max(told.maxMs, closed.maxMs)).toBeLessThan(200);
});
