import { afterEach, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { scheduleLinks } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createRunWorld, type RunWorld } from "../testing/run-world";
import { listScheduleRuns } from "./list-schedule-runs";

let world: RunWorld;
beforeEach(async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
});
afterEach(() => world.close());

async function scheduleId(): Promise<string> {
  const [link] = await world.runtime.db.read
    .select()
    .from(scheduleLinks)
    .where(eq(scheduleLinks.instanceRef, world.instance));
  return link?.scheduleId ?? "";
}

test("the last due moments of a schedule are told with how its followers' backups went", async () => {
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  await world.tickAt("2026-02-01T13:00:00");
  const viewer = userContext(world.runtime, "viewer");
  const { items } = await listScheduleRuns(viewer, { scheduleId: await scheduleId() });
  expect(items).toEqual([
    { dueAt: "2026-02-01T13:00:00.000Z", good: 0, failed: 0, missed: 0, skipped: 0, underWay: 1 },
    { dueAt: "2026-02-01T12:00:00.000Z", good: 1, failed: 0, missed: 0, skipped: 0, underWay: 0 },
  ]);
  const elsewhere = { ...viewer, accounts: ["acc_none"] };
  const hidden = await listScheduleRuns(elsewhere, { scheduleId: await scheduleId() });
  expect(hidden.items.map(({ good, underWay }) => good + underWay)).toEqual([0, 0]);
  await expect(listScheduleRuns(viewer, { scheduleId: "sch_none" })).rejects.toMatchObject({
    code: "not_found",
  });
});
