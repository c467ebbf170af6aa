import { z } from "zod";
import { HistoryEntryDto, RetentionInstanceDto, RetentionPolicyDto } from "./dto";

const Count = z.number().int();

/** What one of two policies does; sizes are full sizes, at most. */
export const PolicyEffectDto = z.object({
  keep: Count,
  keepBytes: Count,
  remove: Count,
  removeBytes: Count,
  /** In 365 days, if every run to come succeeds; null where it was not asked for. */
  yearKeep: Count.nullable(),
});
export type PolicyEffectDto = z.infer<typeof PolicyEffectDto>;

/** Two policies over the instances of one account, or over one instance. */
export const ComparedDto = z.object({
  instances: Count,
  /** Instances of which the second would remove what the first keeps. */
  touchedInstances: Count,
  frozenInstances: Count,
  backups: Count,
  /** Of these no size is known: they count as 0 bytes. */
  unknownSizes: Count,
  a: PolicyEffectDto,
  b: PolicyEffectDto,
  /** The second removes them now, the first keeps them. */
  more: Count,
  moreBytes: Count,
  /** The first removes them now, the second keeps them. */
  fewer: Count,
});
export type ComparedDto = z.infer<typeof ComparedDto>;

export const ComparedAccountDto = ComparedDto.extend({
  /** Ours, `acc_…`. */
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
});
export type ComparedAccountDto = z.infer<typeof ComparedAccountDto>;

export const ComparedLoserDto = z.object({
  instance: RetentionInstanceDto,
  more: Count,
  moreBytes: Count,
});
export type ComparedLoserDto = z.infer<typeof ComparedLoserDto>;

/** A part of a comparison; the parts of all pages add up to the whole. */
export const ComparisonPartDto = z.object({
  /** Instances of the whole comparison; null on later pages. */
  instancesInAll: Count.nullable(),
  accounts: z.array(ComparedAccountDto),
  /** The instances of this part that lose most, the worst first; 20 at most. */
  losers: z.array(ComparedLoserDto),
  nextCursor: z.string().nullable(),
});
export type ComparisonPartDto = z.infer<typeof ComparisonPartDto>;

/** An exclusion window, once or again and again. */
const RunWindowDto = z.object({
  name: z.string(),
  /** Null: it holds for every schedule. */
  scheduleId: z.string().nullable(),
  /** Its beginnings in `zone`; null for once. */
  cron: z.string().nullable(),
  zone: z.string(),
  /** Once: the beginning, in ms since 1970. */
  startsAt: z.number().nullable(),
  /** Real time from each beginning. */
  durationMs: Count,
});

/** Everything that a plan of one instance needs, to be planned over elsewhere. */
export const RetentionHistoryDto = z.object({
  instance: RetentionInstanceDto,
  /** What the planner must know of the instance. */
  facts: z.object({
    paused: z.boolean(),
    terminated: z.boolean(),
    removed: z.boolean(),
    newestEndedBad: z.boolean(),
  }),
  /** The policy it follows. */
  policy: RetentionPolicyDto,
  /** The schedules that will run for it, outside of the exclusion windows that hold for each. */
  schedules: z.array(
    z.object({ cron: z.string(), zone: z.string(), windows: z.array(RunWindowDto) }),
  ),
  /** The newest 5,000. */
  backups: z.array(HistoryEntryDto),
  /** How many images there are in all. */
  total: Count,
  /** US dollars for a GiB of snapshots in a month: the assumption that costs are reckoned with. */
  snapshotUsdPerGiBMonth: z.number(),
});
export type RetentionHistoryDto = z.infer<typeof RetentionHistoryDto>;
