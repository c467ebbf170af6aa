import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { InternalError } from "../errors";
import { newId } from "../ids";
import { startWindowMs } from "./expected-interval.pure";
import type { ScheduleRow } from "./schedule-row";
import type { ParsedSchedule } from "./schedule-spec.pure";
import { findDefaultSchedule, insertSchedule } from "./schedules.repo";

export async function requireDefaultSchedule(q: Queryable): Promise<ScheduleRow> {
  const row = await findDefaultSchedule(q);
  if (row) return row;
  throw new InternalError("The installation has no default schedule.", {
    suggestion: "Restart the application: it makes one when it starts.",
  });
}

/** On the first start; later the settings page decides. True when it was made now. */
export async function ensureDefaultSchedule(
  tx: Tx,
  ctx: Context,
  { cron, zone, preset }: ParsedSchedule,
): Promise<boolean> {
  if ((await findDefaultSchedule(tx)) !== null) return false;
  const now = ctx.runtime.clock.now();
  await insertSchedule(tx, {
    id: newId("sch", now, ctx.runtime.random),
    name: "Default",
    cron,
    zone,
    preset: preset === null ? null : { ...preset },
    startWindowMs: startWindowMs({ cron }),
    isDefault: true,
    createdAt: now,
    updatedAt: now,
  });
  return true;
}
