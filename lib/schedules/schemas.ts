import { z } from "zod";
import { instantCursorText, isCursorOf, OTHER_ORDER, pageQuery } from "../paging";
import { SMALLEST_INTERVAL_MINUTES } from "./schedule-spec.pure";

export const Id = z.string().trim().min(1).max(64);
const WholeNumber = z.number();

/** Ranges are checked where the cron text is made, with words that name the input. */
const SchedulePresetInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hourly"), minute: WholeNumber }),
  z.strictObject({ kind: z.literal("everyNHours"), hours: WholeNumber, minute: WholeNumber }),
  z.strictObject({ kind: z.literal("daily"), hour: WholeNumber, minute: WholeNumber }),
  z.strictObject({
    kind: z.literal("weekly"),
    /** 0 is Sunday. */
    days: z.array(WholeNumber).max(7),
    hour: WholeNumber,
    minute: WholeNumber,
  }),
  z.strictObject({
    kind: z.literal("monthly"),
    day: z.union([WholeNumber, z.literal("last")]),
    hour: WholeNumber,
    minute: WholeNumber,
  }),
]);

/** `hourly`, `daily`, `weekly`, `monthly`, five cron fields, or a preset. */
export const ScheduleSpecInput = z.union([z.string(), SchedulePresetInput], {
  error: "Write hourly, daily, weekly, monthly or five cron fields such as 0 2 * * *.",
});
export type ScheduleSpecInput = z.infer<typeof ScheduleSpecInput>;

/** IANA; read by `parseTimeZone`. */
export const Zone = z.string().max(100);

/**
 * How one instance is scheduled: `default`, a schedule's text, a named schedule by its id, or a
 * text with its zone. The zone of the default schedule is taken where none is given.
 */
export const InstanceScheduleChoice = z.union(
  [
    z.string(),
    z.strictObject({ scheduleId: Id }),
    z.strictObject({ schedule: ScheduleSpecInput, zone: Zone.optional() }),
  ],
  {
    error:
      'Write "default", a schedule such as daily or 0 2 * * *, {"scheduleId": …} or {"schedule": …, "zone": …}.',
  },
);
export type InstanceScheduleChoice = z.infer<typeof InstanceScheduleChoice>;

// Control characters and halves of surrogate pairs: no name needs them, and logs and tags break.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

export const Name = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(100, "Use at most 100 characters.")
  .refine((text) => !UNPRINTABLE.test(text), "Leave out line breaks and control characters.");

const START_WINDOW_MINUTES_MAX = 240;

/** At most the schedule's smallest interval, which the verb knows. */
const StartWindowMinutes = z
  .number()
  .int()
  .min(SMALLEST_INTERVAL_MINUTES, `Use at least ${SMALLEST_INTERVAL_MINUTES} minutes.`)
  .max(START_WINDOW_MINUTES_MAX, `Use at most ${START_WINDOW_MINUTES_MAX} minutes.`);

/** At most the start window. */
const SpreadMinutes = z
  .number()
  .int()
  .min(0, "Use 0 for no spread.")
  .max(START_WINDOW_MINUTES_MAX, `Use at most ${START_WINDOW_MINUTES_MAX} minutes.`);

export const CreateScheduleInput = z.strictObject({
  name: Name,
  schedule: ScheduleSpecInput,
  zone: Zone.optional(),
  enabled: z.boolean().default(true),
  startWindowMinutes: StartWindowMinutes.optional(),
  spreadMinutes: SpreadMinutes.optional(),
});
export type CreateScheduleInput = z.input<typeof CreateScheduleInput>;

const ScheduleChanges = {
  name: Name.optional(),
  schedule: ScheduleSpecInput.optional(),
  zone: Zone.optional(),
  enabled: z.boolean().optional(),
  /** Null is the longest the interval allows, whatever that will be. */
  startWindowMinutes: StartWindowMinutes.nullable().optional(),
  spreadMinutes: SpreadMinutes.optional(),
};

function saysSomething(changes: object): boolean {
  return Object.values(changes).some((value) => value !== undefined);
}

/** The body of PATCH /api/schedules/{id}. */
export const UpdateScheduleBody = z
  .strictObject(ScheduleChanges)
  .refine(
    saysSomething,
    "Say what to change: name, schedule, zone, enabled, startWindowMinutes or spreadMinutes.",
  );
export type UpdateScheduleBody = z.infer<typeof UpdateScheduleBody>;

export const UpdateScheduleInput = z.strictObject({ scheduleId: Id, ...ScheduleChanges });
export type UpdateScheduleInput = z.infer<typeof UpdateScheduleInput>;

export const ScheduleRef = z.strictObject({ scheduleId: Id });
export type ScheduleRef = z.infer<typeof ScheduleRef>;

export const NoInput = z.strictObject({});

export const SCHEDULE_SORTS = ["name", "nextRun"] as const;

/** `used`: at least one instance follows it, whoever may see that instance. */
export const SCHEDULE_STATES = ["enabled", "paused", "used", "unused"] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

export const ListSchedulesQuery = pageQuery("schedules")
  .extend({
    /** Part of a name, of the cron text or of the zone. */
    search: z.string().trim().max(100).optional(),
    state: z.enum(SCHEDULE_STATES).optional(),
    /** IANA. */
    zone: Zone.optional(),
    /** By name, or by the next moment that something is due by it; what asks for nothing is last. */
    sort: z.enum(SCHEDULE_SORTS).default("name"),
  })
  .superRefine(({ sort, cursor }, context) => {
    if (cursor === undefined || isCursorOf(cursor, sort)) return;
    context.addIssue({ code: "custom", path: ["cursor"], message: OTHER_ORDER });
  });
export type ListSchedulesInput = z.input<typeof ListSchedulesQuery>;

export const PreviewScheduleInput = z.strictObject({
  schedule: ScheduleSpecInput,
  zone: Zone.optional(),
  /** The schedule that is edited: its exclusion windows would hold too. */
  scheduleId: Id.optional(),
});
export type PreviewScheduleInput = z.infer<typeof PreviewScheduleInput>;

export const ListNextRunsQuery = pageQuery("next-runs").extend({
  cursor: instantCursorText("next-runs").optional(),
  /** How far to look ahead. */
  hours: z.coerce.number().int().min(1).max(168).default(24),
});
export type ListNextRunsInput = z.input<typeof ListNextRunsQuery>;

export const ListOverdueQuery = pageQuery("overdue").extend({
  cursor: instantCursorText("overdue").optional(),
});
export type ListOverdueInput = z.input<typeof ListOverdueQuery>;
