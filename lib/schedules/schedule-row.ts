import type { exclusionWindows, occurrences, scheduleLinks, schedules } from "../db/schema";

export type ScheduleRow = typeof schedules.$inferSelect;
export type LinkRow = typeof scheduleLinks.$inferSelect;
export type OccurrenceRow = typeof occurrences.$inferSelect;
export type ExclusionWindowRow = typeof exclusionWindows.$inferSelect;
