import { z } from "zod";
import { pageQuery } from "../paging";
import { Id, Name, ScheduleSpecInput, Zone } from "./schemas";

/** Every due moment is compared with every window. */
export const EXCLUSION_WINDOWS_MAX = 100;
const DURATION_MINUTES_MAX = 366 * 24 * 60;

const DurationMinutes = z
  .number({ error: "Say how many minutes it lasts." })
  .int("Use whole minutes.")
  .min(1, "Use at least 1 minute.")
  .max(DURATION_MINUTES_MAX, "Use at most 366 days.");

const ExclusionWindowFields = {
  name: Name,
  /** Null holds for every schedule. */
  scheduleId: Id.nullable(),
  /** Once: an instant, or a wall-clock time in `zone`, such as 2026-12-24T18:00. */
  startsAt: z.iso.datetime({ offset: true, local: true, error: "Say when it begins." }),
  /** Again and again: when it begins. */
  schedule: ScheduleSpecInput,
  /** IANA; the default schedule's unless said. */
  zone: Zone,
  /** Real time from each beginning. */
  durationMinutes: DurationMinutes,
};

const ONE_OF_BOTH = {
  path: ["startsAt"],
  error: "Say either when it begins once (startsAt) or when it begins each time (schedule).",
};

export const CreateExclusionWindowInput = z
  .strictObject({
    ...ExclusionWindowFields,
    scheduleId: ExclusionWindowFields.scheduleId.default(null),
    startsAt: ExclusionWindowFields.startsAt.optional(),
    schedule: ExclusionWindowFields.schedule.optional(),
    zone: ExclusionWindowFields.zone.optional(),
  })
  .refine(
    ({ startsAt, schedule }) => (startsAt === undefined) !== (schedule === undefined),
    ONE_OF_BOTH,
  );
export type CreateExclusionWindowInput = z.input<typeof CreateExclusionWindowInput>;

const ExclusionWindowChanges = z.strictObject(ExclusionWindowFields).partial();

function saysOne({ startsAt, schedule }: { startsAt?: unknown; schedule?: unknown }): boolean {
  return startsAt === undefined || schedule === undefined;
}

/** The body of PATCH /api/exclusion-windows/{id}. */
export const UpdateExclusionWindowBody = ExclusionWindowChanges.refine(saysOne, ONE_OF_BOTH).refine(
  (changes) => Object.values(changes).some((value) => value !== undefined),
  "Say what to change: name, scheduleId, startsAt or schedule, zone, or durationMinutes.",
);
export type UpdateExclusionWindowBody = z.infer<typeof UpdateExclusionWindowBody>;

export const UpdateExclusionWindowInput = ExclusionWindowChanges.extend({
  exclusionWindowId: Id,
}).refine(saysOne, ONE_OF_BOTH);
export type UpdateExclusionWindowInput = z.infer<typeof UpdateExclusionWindowInput>;

export const ExclusionWindowRef = z.strictObject({ exclusionWindowId: Id });
export type ExclusionWindowRef = z.infer<typeof ExclusionWindowRef>;

export const ListExclusionWindowsQuery = pageQuery("exclusion-windows").extend({
  /** Those that hold for this schedule. */
  schedule: Id.optional(),
});
export type ListExclusionWindowsInput = z.input<typeof ListExclusionWindowsQuery>;
