import { z } from "zod";

/** What the function is invoked with, and what it reports: shared with the application. */

const ACCOUNT_ID = /^\d{12}$/;
const REGION = /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/;
const INSTANCE_ID = /^i-[0-9a-f]{8,40}$/;
const IMAGE_ID = /^ami-[0-9a-z-]{1,60}$/;

/** Of a moment, as AWS writes them and as `Date` does. */
const Instant = z.iso.datetime({ offset: true });

const FiringExclusion = z.object({
  name: z.string().max(256),
  /** Canonical cron of the beginnings in `zone`; null for once. */
  cron: z.string().max(1_000).nullable(),
  zone: z.string().max(100),
  startsAt: z.number().nullable(),
  durationMs: z.number().nonnegative(),
});
export type FiringExclusion = z.infer<typeof FiringExclusion>;

/** A rule's or schedule's target sends this; the function checks its shape. */
export const Firing = z.object({
  v: z.literal(1),
  type: z.literal("backup"),
  /** EC2's id. */
  instanceId: z.string().regex(INSTANCE_ID),
  /** ISO 8601: `<aws.scheduler.scheduled-time>`, or the `time` of the rule's event. */
  scheduledTime: Instant,
  /** Nothing is made later than so long after the due moment. */
  startWindowMs: z.number().int().positive(),
  reboot: z.boolean(),
  /** The instance's Name tag, for people. */
  name: z.string().max(256),
  /** In which nothing starts: as lib/schedules/exclusion.pure.ts has them. */
  exclusions: z.array(FiringExclusion).readonly(),
});
export type Firing = z.infer<typeof Firing>;

/** `EC2 AMI State Change`, as far as it is read: AWS tells of every image of the account. */
export const ImageStateEvent = z.object({
  source: z.literal("aws.ec2"),
  "detail-type": z.literal("EC2 AMI State Change"),
  account: z.string().regex(ACCOUNT_ID),
  region: z.string().regex(REGION),
  detail: z.object({ ImageId: z.string().regex(IMAGE_ID), State: z.string().max(64) }),
});
export type ImageStateEvent = z.infer<typeof ImageStateEvent>;

/** The function's environment; region and keys come from Lambda itself. */
export interface FunctionEnvironment {
  AMIVAULT_INSTALLATION_ID: string;
  /** 12 digits. */
  AMIVAULT_ACCOUNT_ID: string;
  /** The key's id in `x-amivault-key`: the place's id. */
  AMIVAULT_PLACE_ID: string;
  /** Base64 of 32 bytes. */
  AMIVAULT_CALLBACK_KEY: string;
  /** Left out where there is no address to call. */
  AMIVAULT_CALLBACK_URL?: string;
  /** Hash of its own code, told with each report. */
  AMIVAULT_FUNCTION_VERSION: string;
}

/** Of a `failed` report: AWS may have acted, and is not asked again. */
export const UNCONFIRMED_CODE = "Unconfirmed";
export const REPORT_CODE_CHARACTERS_MAX = 100;
export const REPORT_MESSAGE_CHARACTERS_MAX = 1_000;

/** The body of a callback. It proves "look now" and nothing else. */
export const Report = z.object({
  v: z.literal(1),
  /** `image_state`: AWS says that an image changed. */
  type: z.enum(["started", "succeeded", "failed", "refused", "image_state"]),
  accountId: z.string().regex(ACCOUNT_ID),
  region: z.string().regex(REGION),
  at: Instant,
  functionVersion: z.string().max(64),
  instanceId: z.string().regex(INSTANCE_ID).optional(),
  dueAt: Instant.optional(),
  imageName: z.string().max(128).optional(),
  imageId: z.string().regex(IMAGE_ID).optional(),
  code: z.string().max(REPORT_CODE_CHARACTERS_MAX).optional(),
  /** Of AWS or of the function, never trusted. */
  message: z.string().max(REPORT_MESSAGE_CHARACTERS_MAX).optional(),
});
export type Report = z.infer<typeof Report>;
