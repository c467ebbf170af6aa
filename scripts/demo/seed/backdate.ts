import { DAY } from "#lib/clock";
import { credentials, instances, scheduleLinks, schedules, users } from "#lib/db/schema/index";
import type { Runtime } from "#lib/runtime";

/** What has a past was there before it began. */
export async function backdate(runtime: Runtime, days: number): Promise<void> {
  const createdAt = runtime.clock.now() - (days + 1) * DAY;
  await runtime.db.write(async (tx) => {
    for (const table of [users, credentials, schedules, instances, scheduleLinks]) {
      await tx.update(table).set({ createdAt });
    }
  });
}
