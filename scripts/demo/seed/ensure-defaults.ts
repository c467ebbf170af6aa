import { HOUR } from "#lib/clock";
import { schedules } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";

/** The default schedule, as a new installation has it. */
export async function ensureDefaults(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  await runtime.db.write((tx) =>
    tx.insert(schedules).values({
      id: newId("sch", now, runtime.random),
      name: "Default",
      cron: "0 2 * * *",
      zone: "UTC",
      startWindowMs: 4 * HOUR,
      isDefault: true,
      createdAt: now,
      updatedAt: now,
    }),
  );
}
