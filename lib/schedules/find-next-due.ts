import type { Context } from "../context";
import { toError } from "../errors";
import { nextDue } from "./next-runs.pure";
import type { ScheduleRow } from "./schedule-row";

/** Null for a schedule that cannot be read: it must not stop the others. */
export function findNextDue(
  ctx: Context,
  { schedule, after }: { schedule: Pick<ScheduleRow, "id" | "cron" | "zone">; after: number },
): number | null {
  try {
    return nextDue({ schedule, after });
  } catch (error) {
    ctx.runtime.log.error(
      { err: toError(error), scheduleId: schedule.id },
      "a schedule cannot be read; its instances are not backed up until it is edited",
    );
    return null;
  }
}
