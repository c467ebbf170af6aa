import type { ScheduleRow } from "./schedule-row";

/** What the audit log says of a schedule, before and after. */
export function toAuditedSchedule(row: ScheduleRow): Record<string, unknown> {
  const { name, cron, zone, enabled, startWindowMs, spreadMs } = row;
  return { name, cron, zone, enabled, startWindowMs, spreadMs };
}
