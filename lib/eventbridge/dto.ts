import { z } from "zod";
import { EVENTBRIDGE_KINDS, EVENTBRIDGE_STATES, SCHEDULERS } from "../db/schema/constants";

/**
 * `setting_up`: something is being made or changed; `ready`: all stands; `attention`: a person is to look;
 * `removing`: nothing needs it any more.
 */
export const PLACE_STATUSES = ["setting_up", "ready", "attention", "removing"] as const;
export type PlaceStatus = (typeof PLACE_STATUSES)[number];

const TroubleDto = z.object({
  code: z.string().nullable(),
  message: z.string(),
  suggestion: z.string().nullable(),
});

/** An account and region in which AWS fires backups by itself. */
export const PlaceDto = z.object({
  id: z.string(),
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  partition: z.string(),
  accountName: z.string().nullable(),
  region: z.string(),
  status: z.enum(PLACE_STATUSES),
  /** Of the objects that are wanted: how many stand. */
  readyCount: z.number().int(),
  wantedCount: z.number().int(),
  /** What nobody wants any more and AWS still has. */
  leavingCount: z.number().int(),
  /** What somebody else changed or deleted. */
  changedCount: z.number().int(),
  /** Of those, what nobody wants any more: it is to be removed in spite of the change, or left. */
  leavingChangedCount: z.number().int(),
  failedCount: z.number().int(),
  instanceCount: z.number().int(),
  functionName: z.string(),
  functionVersion: z.string().nullable(),
  functionRuntime: z.string().nullable(),
  /** The function's last report that was accepted. */
  lastReportAt: z.iso.datetime().nullable(),
  lastReportType: z.string().nullable(),
  /** Of the last 24 hours; null where CloudWatch may not be asked. */
  invocations: z.number().int().nullable(),
  invocationErrors: z.number().int().nullable(),
  /** The beginning of the latest hour with an invocation. */
  lastInvokedAt: z.iso.datetime().nullable(),
  measuredAt: z.iso.datetime().nullable(),
  measureError: z.string().nullable(),
  comparedAt: z.iso.datetime().nullable(),
  comparing: z.boolean(),
  trouble: TroubleDto.nullable(),
});
export type PlaceDto = z.infer<typeof PlaceDto>;

/** One of AWS's objects. */
export const EventbridgeObjectDto = z.object({
  id: z.string(),
  kind: z.enum(EVENTBRIDGE_KINDS),
  /** AWS's name. */
  name: z.string(),
  instanceRef: z.string().nullable(),
  linkId: z.string().nullable(),
  wanted: z.boolean(),
  state: z.enum(EVENTBRIDGE_STATES),
  message: z.string().nullable(),
  errorCode: z.string().nullable(),
  suggestion: z.string().nullable(),
  /** Of rules and schedules. */
  expression: z.string().nullable(),
  timezone: z.string().nullable(),
  confirmedAt: z.iso.datetime().nullable(),
  seenAt: z.iso.datetime().nullable(),
});
export type EventbridgeObjectDto = z.infer<typeof EventbridgeObjectDto>;

/** How many objects one answer lists; the others are counted. */
export const OBJECTS_LISTED_MAX = 500;

export const PlaceDetailDto = PlaceDto.extend({
  /** What needs somebody first, then in the order of making. */
  objects: z.array(EventbridgeObjectDto),
  objectCount: z.number().int(),
  /** Those that the listed objects belong to. */
  instances: z.array(
    z.object({
      id: z.string(),
      /** EC2's id. */
      instanceId: z.string(),
      /** The Name tag: hostile text. */
      name: z.string(),
    }),
  ),
});
export type PlaceDetailDto = z.infer<typeof PlaceDetailDto>;

/** Who starts an instance's scheduled backups, and how that stands. */
export const InstanceFiringDto = z.object({
  /** Who is to. */
  scheduler: z.enum(SCHEDULERS),
  /** Null where AWS neither starts them nor still has something of the instance. */
  place: PlaceDto.pick({
    id: true,
    functionVersion: true,
    functionRuntime: true,
    lastReportAt: true,
    trouble: true,
  }).nullable(),
  links: z.array(
    z.object({
      linkId: z.string(),
      scheduleId: z.string(),
      scheduleName: z.string(),
      /** Who does, by what is known of AWS now. */
      firedBy: z.enum(SCHEDULERS),
      /** Null while it asks for nothing: paused, switched off. */
      nextDueAt: z.iso.datetime().nullable(),
      /** AWS fires moments from here on. */
      awsFromAt: z.iso.datetime().nullable(),
      /** AWS's words for the schedule, or why there are none. */
      expressions: z.array(z.string()),
      timezone: z.string().nullable(),
      refusal: z.string().nullable(),
      suggestion: z.string().nullable(),
    }),
  ),
  /** Of the place and of this instance, in the order of making. */
  steps: z.array(EventbridgeObjectDto),
});
export type InstanceFiringDto = z.infer<typeof InstanceFiringDto>;
