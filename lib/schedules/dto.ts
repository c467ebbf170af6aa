import { z } from "zod";
import { SCHEDULERS } from "../db/schema/constants";

const Instant = z.iso.datetime();

const Minute = z.number().int();

/** The form that shows a schedule; null for cron that no form amounts to. */
export const SchedulePresetDto = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hourly"), minute: Minute }),
  z.object({ kind: z.literal("everyNHours"), hours: z.number().int(), minute: Minute }),
  z.object({ kind: z.literal("daily"), hour: z.number().int(), minute: Minute }),
  z.object({
    kind: z.literal("weekly"),
    /** 0 is Sunday. */
    days: z.array(z.number().int()),
    hour: z.number().int(),
    minute: Minute,
  }),
  z.object({
    kind: z.literal("monthly"),
    day: z.union([z.number().int(), z.literal("last")]),
    hour: z.number().int(),
    minute: Minute,
  }),
]);
export type SchedulePresetDto = z.infer<typeof SchedulePresetDto>;

/** A run that an exclusion window will skip. */
const SkippedRunDto = z.object({ dueAt: Instant, window: z.string() });

export const ScheduleDto = z.object({
  id: z.string(),
  name: z.string(),
  /** Canonical five fields. */
  cron: z.string(),
  /** IANA. */
  zone: z.string(),
  preset: SchedulePresetDto.nullable(),
  /** “every day at 02:00 Europe/Berlin”; the cron text where it cannot be read. */
  words: z.string(),
  enabled: z.boolean(),
  /** Nothing is started later than this after its due moment. */
  startWindowMinutes: z.number(),
  /** Starts are spread over so long after the due moment, each instance at a time of its own. */
  spreadMinutes: z.number(),
  /** The next ten, computed; none while it is disabled or unreadable. */
  nextRuns: z.array(Instant),
  /** Those of the next ten that fall into exclusion windows. */
  skippedRuns: z.array(SkippedRunDto),
  /** When it next asks for a backup of an instance; null while none follows it or all are paused. */
  nextDueAt: Instant.nullable(),
  /** Instances that follow it, as far as the caller may see them. */
  instanceCount: z.number().int(),
  /** Those of them whose backups AWS starts by itself (EventBridge); AMIVault starts the others. */
  awsInstanceCount: z.number().int(),
  /** Instances are added with this one unless somebody chooses another. */
  isDefault: z.boolean(),
  /** Made for instances that were given a text; it goes with the last of them. */
  autoNamed: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type ScheduleDto = z.infer<typeof ScheduleDto>;

const AwsDifferenceDto = z.object({
  placeId: z.string(),
  accountId: z.string(),
  region: z.string(),
  /** Objects that somebody else changed or deleted. */
  changed: z.number().int(),
  /** Objects that AWS refused. */
  failed: z.number().int(),
  comparedAt: Instant.nullable(),
});

/** Whether what instances wait for is what their schedules say, and what was done about it. */
export const ScheduleCheckDto = z.object({
  checkedAt: Instant,
  /** Whether due moments are being looked after at all. */
  schedulerRunning: z.boolean(),
  scheduleCount: z.number().int(),
  /** Pairs of a schedule and an instance that follows it. */
  linkCount: z.number().int(),
  /** Only the schedules with a follower that differs. */
  differing: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      words: z.string(),
      nextDueAt: Instant.nullable(),
      /** Followers that an earlier version of it has planned. */
      stale: z.number().int(),
      /** Followers that wait for a later moment than it has next. */
      late: z.number().int(),
      /** Followers that wait for nothing although nothing rests: it cannot be read, or they were away. */
      resting: z.number().int(),
      /** How many of them were planned anew; 0 where it was only read. */
      repaired: z.number().int(),
    }),
  ),
  /** Accounts and regions in which AWS starts backups, as they were last compared with AWS. */
  aws: z.object({
    placeCount: z.number().int(),
    /** Those where AWS has something else than it was given, or refused something. */
    differing: z.array(AwsDifferenceDto),
    /** Whether all of them are being compared anew: what is found then stands on their pages. */
    comparing: z.boolean(),
  }),
});
export type ScheduleCheckDto = z.infer<typeof ScheduleCheckDto>;

const OutcomeCounts = z.object({
  /** Ended well, whatever became of the image later. */
  good: z.number().int(),
  failed: z.number().int(),
  missed: z.number().int(),
  skipped: z.number().int(),
  /** Not ended yet. */
  underWay: z.number().int(),
});

/** One due moment of a schedule that has passed, and how the backups of its followers went. */
export const ScheduleRunDto = OutcomeCounts.extend({ dueAt: Instant });
export type ScheduleRunDto = z.infer<typeof ScheduleRunDto>;

/** How all of them went in the last 7 or 30 days, 24 hours each. */
export const ScheduleOutcomesDto = OutcomeCounts.extend({
  days: z.union([z.literal(7), z.literal(30)]),
  /** What is due after it is counted. */
  since: Instant,
  /** False: of so many runs only the newest are counted, those after `since`. */
  isWhole: z.boolean(),
});
export type ScheduleOutcomesDto = z.infer<typeof ScheduleOutcomesDto>;

export const ScheduleRunsDto = z.object({
  items: z.array(ScheduleRunDto),
  outcomes: z.array(ScheduleOutcomesDto),
});
export type ScheduleRunsDto = z.infer<typeof ScheduleRunsDto>;

/** A schedule as a form lets choose it. */
export const ScheduleChoiceDto = z.object({
  id: z.string(),
  name: z.string(),
  words: z.string(),
  cron: z.string(),
  zone: z.string(),
  isDefault: z.boolean(),
  /** Made for a text alone: nobody gave it its name. */
  autoNamed: z.boolean(),
});
export type ScheduleChoiceDto = z.infer<typeof ScheduleChoiceDto>;

/** What a form shows while a schedule is typed. */
export const SchedulePreviewDto = z.object({
  cron: z.string(),
  zone: z.string(),
  preset: SchedulePresetDto.nullable(),
  words: z.string(),
  /** The longest its interval allows. */
  startWindowMinutes: z.number(),
  nextRuns: z.array(Instant),
  skippedRuns: z.array(SkippedRunDto),
});
export type SchedulePreviewDto = z.infer<typeof SchedulePreviewDto>;

/** The next due moment of one instance by one of its schedules. */
export const NextRunDto = z.object({
  dueAt: Instant,
  /** When it starts: later than due where the schedule spreads its starts; AWS picks the time itself. */
  startsAt: Instant,
  /** Who starts it, by what is known of AWS now. */
  scheduler: z.enum(SCHEDULERS),
  /** The exclusion window it falls into: it will be skipped. */
  skippedBy: z.string().nullable(),
  instance: z.object({
    /** Ours, `ins_…`. */
    id: z.string(),
    /** EC2's, `i-…`. */
    instanceId: z.string(),
    /** The Name tag: hostile text, empty when there is none. */
    name: z.string(),
    region: z.string(),
    /** The 12 digits. */
    accountId: z.string(),
  }),
  schedule: z.object({ id: z.string(), name: z.string(), words: z.string() }),
});
export type NextRunDto = z.infer<typeof NextRunDto>;

const Count = z.number().int();

/** What starts in the next 24 hours, counted by schedule. */
export const UpcomingRunsDto = z.object({
  /** The first slot's beginning. */
  from: Instant,
  /** Exclusive. */
  to: Instant,
  slotMinutes: Count,
  starts: Count,
  /** Runs that exclusion windows will skip. */
  skipped: Count,
  /** Links of instances and schedules that are paused: nothing of them is due. */
  paused: Count,
  slots: z.array(
    z.object({
      at: Instant,
      /** About so many, where a schedule spreads its starts. */
      starts: Count,
      skipped: Count,
      /** Those with most runs first, at most 6. */
      schedules: z.array(z.object({ scheduleId: z.string(), starts: Count, skipped: Count })),
    }),
  ),
  /** Those that `slots` name. */
  schedules: z.array(z.object({ id: z.string(), name: z.string(), words: z.string() })),
  /** Exclusion windows in that time. */
  windows: z.array(
    z.object({
      name: z.string(),
      /** Null holds for every schedule. */
      scheduleId: z.string().nullable(),
      startsAt: Instant,
      endsAt: Instant,
    }),
  ),
});
export type UpcomingRunsDto = z.infer<typeof UpcomingRunsDto>;

/** An instance whose run is past its grace without a good ending. */
export const OverdueDto = z.object({
  instance: NextRunDto.shape.instance,
  /** The oldest such due moment. */
  overdueSinceAt: Instant,
});
export type OverdueDto = z.infer<typeof OverdueDto>;

/** Whether due moments are being looked after at all. */
export const SchedulerStateDto = z.object({
  running: z.boolean(),
  /** Whether it is looked after what was expected and has not come. */
  ledgerRunning: z.boolean(),
  lastTickAt: Instant.nullable(),
});
export type SchedulerStateDto = z.infer<typeof SchedulerStateDto>;
