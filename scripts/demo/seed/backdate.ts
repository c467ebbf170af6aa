import { DAY } from "#lib/clock";
import {
  accounts,
  credentials,
  instances,
  retentionPolicies,
  scheduleLinks,
  schedules,
  users,
} from "#lib/db/schema/index";
import type { Runtime } from "#lib/runtime";

/** What has a past was there before it began, and nobody has edited it since. */
export async function backdate(runtime: Runtime, days: number): Promise<void> {
  const createdAt = runtime.clock.now() - (days + 1) * DAY;
  await runtime.db.write(async (tx) => {
    for (const table of [users, credentials, scheduleLinks])
      await tx.update(table).set({ createdAt });
    await tx.update(accounts).set({ createdAt, retentionConfirmedAt: createdAt });
    await tx.update(schedules).set({ createdAt, timingChangedAt: createdAt });
    await tx.update(instances).set({ createdAt, retentionChangedAt: createdAt });
    await tx.update(retentionPolicies).set({ createdAt, changedAt: createdAt });
  });
}
